"""Withdrawals that stand out: amount, first use of an address, hops to a watch-list, many accounts to one payee."""

from app.demo.story import (
    DAY,
    HOUR,
    MINUTE,
    Facet,
    Row,
    Scene,
    Story,
    chain_address,
    common_facets,
    day,
    device_rows,
    evidence,
    far_place,
    history,
    iso,
    level_facet,
    links_of,
    odd_device,
    odd_network,
    own_device,
    short,
    sign_in,
    subject,
    usual_sign_ins,
)

SIGNALS = (
    "watchlist_distance",
    "withdrawal_size",
    "same_payee_accounts",
    "rapid_in_out",
    "address_first_use",
    "unrecognised_device",
    "address_age",
    "balance_share",
    "withdrawals_24h",
    "payee_is_exchange",
    "hosting_ip",
    "impossible_travel",
    "new_payee",
    "account_age",
    "clean_history",
    "kyc_level",
)
_HITS = (
    ("mixer", "a mixer", "混币服务"),
    ("scam", "a reported scam", "诈骗举报地址"),
    ("phishing", "phishing", "钓鱼地址"),
    ("sanctions", "a sanctioned address", "制裁名单地址"),
    ("darknet", "a darknet market", "暗网市场"),
)


def build(at: Scene) -> Story:
    rng, now, bad = at.rng, at.opened, at.risky
    own = own_device(at)
    odd = odd_device(at) if "unrecognised_device" in bad else None
    place, km = far_place(rng, at.home) if "impossible_travel" in bad else (at.home, 0.0)
    network = odd_network(at, place)
    # Sums are told in USDT everywhere, so that is what is sent.
    asset, chain = "USDT", rng.choice(("tron", "ethereum", "solana", "arbitrum", "bnb_chain"))
    payee = at.cluster.get("payee") or chain_address(rng, chain)
    hit, hit_en, hit_zh = rng.choice(_HITS)
    hops = (3 if at.near else rng.randint(1, 2)) if "watchlist_distance" in bad else None
    median = rng.randint(300, 6000)
    times = (
        (rng.uniform(5.1, 5.6) if at.near else rng.uniform(8, 40))
        if "withdrawal_size" in bad
        else rng.uniform(0.6, 2.4)
    )
    amount = round(median * times)
    share = rng.uniform(0.93, 0.999) if "balance_share" in bad else rng.uniform(0.05, 0.4)
    since = rng.randint(9, 40) if "rapid_in_out" in bad else rng.randint(2000, 60_000)
    today = rng.randint(8, 22) if "withdrawals_24h" in bad else rng.randint(1, 2)
    payers = rng.randint(3, 9) if "same_payee_accounts" in bad else 1
    age = rng.randint(0, 5) if "address_age" in bad else rng.randint(200, 1500)
    first = "new" if bad & {"address_first_use", "new_payee"} else "known"
    speed = round(km / 0.7) if km else rng.randint(0, 80)
    watch = hit if hops == 1 else ("exchange" if "payee_is_exchange" not in bad else "none")

    path = _path(at, chain, payee, amount, hops, hit)
    facets = [
        Facet(
            "watchlist_distance",
            hops is not None,
            hops or 6,
            (
                f"One hop from {hit_en}." if hops == 1 else f"{hops or 2} hops from {hit_en}.",
                f"距{hit_zh} {hops or 2} 跳。",
            ),
            ("No watch-list hit within five hops.", "五跳以内无名单命中。"),
            "path",
            "WDR-14 §2",
            "WDR-14 §3",
            1.3,
        ),
        Facet(
            "withdrawal_size",
            "withdrawal_size" in bad,
            round(times, 1),
            (f"The amount is {times:.1f} times the customer's median.", f"提现金额为用户中位数的 {times:.1f} 倍。"),
            ("The amount is in the customer's usual range.", "提现金额在用户常见范围内。"),
            "flow",
            "WDR-10 §1",
            "WDR-10 §3",
            1.0,
        ),
        Facet(
            "same_payee_accounts",
            "same_payee_accounts" in bad,
            payers,
            (
                f"{max(payers, 3)} accounts paid this address within a week.",
                f"一周内 {max(payers, 3)} 个账户向该地址提现。",
            ),
            ("Nobody else pays this address.", "没有其他账户向该地址提现。"),
            "withdrawal",
            "WDR-10 §4",
            None,
            1.0,
        ),
        Facet(
            "rapid_in_out",
            "rapid_in_out" in bad,
            since,
            (f"The money leaves {since} minutes after it came.", f"资金到账 {since} 分钟后即转出。"),
            ("The money has been in the account for long.", "资金在账户内停留已久。"),
            "withdrawal",
            "WDR-10 §2",
            "WDR-10 §2",
            0.9,
        ),
        Facet(
            "address_first_use",
            "address_first_use" in bad,
            "yes" if "address_first_use" in bad else "no",
            (f"The account never sent to {short(payee)} before.", f"账户此前从未向 {short(payee)} 提现。"),
            (f"The account sent to {short(payee)} before.", f"账户此前曾向 {short(payee)} 提现。"),
            "withdrawal",
            "WDR-10 §1",
            "WDR-10 §3",
            0.7,
        ),
        Facet(
            "unrecognised_device",
            "unrecognised_device" in bad,
            "yes" if "unrecognised_device" in bad else "no",
            ("The withdrawal was asked for on a new device.", "提现由新设备发起。"),
            ("The withdrawal was asked for on the customer's own device.", "提现由用户常用设备发起。"),
            "devices",
            "ATO-12 §5",
            "ATO-12 §6",
            0.8,
        ),
        Facet(
            "address_age",
            "address_age" in bad,
            age,
            (f"The address was first seen {age} days ago.", f"地址首次上链仅 {age} 天。"),
            (f"The address has been on the chain for {age} days.", f"地址上链已 {age} 天。"),
            "withdrawal",
            None,
            None,
            0.6,
        ),
        Facet(
            "balance_share",
            "balance_share" in bad,
            round(share, 3),
            (f"{round(share * 100)} % of the balance leaves at once.", f"一次转出余额的 {round(share * 100)}%。"),
            ("Most of the balance stays.", "大部分余额保留在账户内。"),
            "withdrawal",
            "WDR-10 §1",
            None,
            0.6,
        ),
        Facet(
            "withdrawals_24h",
            "withdrawals_24h" in bad,
            today,
            (f"It is withdrawal number {today} within 24 hours.", f"24 小时内第 {today} 次提现。"),
            ("Few withdrawals today.", "今日提现次数少。"),
            "flow",
            None,
            None,
            0.5,
        ),
        Facet(
            "payee_is_exchange",
            "payee_is_exchange" in bad,
            "no" if "payee_is_exchange" in bad else "yes",
            ("Nobody knows who holds the address.", "地址归属不明。"),
            ("The address belongs to a known exchange.", "地址属于已知交易所。"),
            "withdrawal",
            "WDR-14 §4",
            "WDR-10 §3",
            0.7,
        ),
        Facet(
            "hosting_ip",
            "hosting_ip" in bad,
            "yes" if "hosting_ip" in bad else "no",
            (f"The sign-in came from the hosting network {network}.", f"登录来自机房 IP 所属网络 {network}。"),
            (f"The sign-in came over {network}, as usual.", f"登录经由 {network}，与平常一致。"),
            "timeline",
            "ATO-07 §1",
            "ATO-07 §2",
            0.5,
        ),
        Facet(
            "impossible_travel",
            "impossible_travel" in bad,
            speed,
            (f"The last two sign-ins would need {speed:,} km/h.", f"最近两次登录需达到 {speed:,} 公里/小时。"),
            ("The sign-ins come from one place.", "登录均来自同一地点。"),
            "timeline",
            "ATO-12 §3",
            "ATO-12 §6",
            0.7,
        ),
        Facet(
            "new_payee",
            "new_payee" in bad,
            1 if "new_payee" in bad else 0,
            ("The address was added within the last hour.", "提现地址为一小时内新增。"),
            ("The address was not added lately.", "提现地址并非近期新增。"),
            "withdrawal",
            "WDR-10 §1",
            "WDR-10 §3",
            0.5,
        ),
        *common_facets(at),
        level_facet(at),
    ]
    rows = usual_sign_ins(at, own[0], rng.randint(3, 4))
    rows.append(sign_in(at, now - 60 * MINUTE, own[0], at.home, at.home.carrier))
    odd_row = sign_in(
        at,
        now - 18 * MINUTE,
        (odd or own)[0],
        place,
        network,
        "unusual" if odd or km else "normal",
        "impossible_speed" if km else "first_seen" if odd else None,
    )
    rows.append(odd_row | ({"distance_km": round(km), "elapsed_min": 42, "speed_kmh": speed} if km else {}))
    rows.append(
        {
            "at": iso(now - 5 * MINUTE),
            "tone": "unusual",
            "event": "withdrawal",
            "amount": amount,
            "address": payee,
            "outcome": "held",
            "flag": "held",
        }
    )
    parts = [
        evidence(
            "withdrawal",
            "withdrawal",
            ("Withdrawal", "提现"),
            fields={
                "requested_at": iso(now - 5 * MINUTE),
                "asset": asset,
                "amount": amount,
                "network": chain,
                "address": payee,
                "address_state": first,
                "balance_share": round(share, 3),
                "minutes_since_deposit": since,
                "watchlist": watch,
                "hops": hops,
            },
        ),
        evidence("path", "address_path", ("Where the money goes", "资金去向"), rows=path),
        evidence("flow", "money_flow", ("Withdrawals per day", "每日提现"), rows=_flow(at, median, amount)),
        evidence("timeline", "signin_timeline", ("Sign-ins", "登录记录"), rows=rows),
        evidence("devices", "devices", ("Devices", "设备"), rows=device_rows(at, own, odd, False)),
        *history(at, "withdrawal_anomaly"),
    ]
    trigger = (
        "watchlist_hit"
        if hops
        else "rapid_out"
        if "rapid_in_out" in bad
        else "velocity"
        if "withdrawals_24h" in bad
        else "large_amount"
        if "withdrawal_size" in bad
        else "new_address"
    )
    return Story(
        subject(at, amount=amount, trigger=trigger, withdrawn_30d=amount + median * rng.randint(2, 15)),
        parts,
        facets,
        ("The customer was not asked whom the money is for.", "未向用户核实资金用途。"),
        (
            ("Bridges to other chains were not followed.", "未追踪跨链桥。"),
            ("The age of the address label was not checked.", "未核实地址标签时效。"),
            ("Other accounts on this device were not looked at.", "未查看同设备其他账户。"),
        ),
        links_of(at, device=at.cluster.get("device", ""), ip=at.cluster.get("ip", ""), payee=payee),
    )


def _path(at: Scene, chain: str, payee: str, amount: int, hops: int | None, hit: str) -> list[Row]:
    """Transfers onward from the payee; the last one meets the hit where there is one."""
    rng = at.rng
    length = (hops + 1) if hops else rng.randint(2, 4)
    source, rows = "", list[Row]()
    target = payee
    for hop in range(length):
        last = hop == length - 1
        rows.append(
            {
                "at": iso(at.opened - (5 * MINUTE if hop == 0 else (40 - hop) * HOUR // 4)),
                "hop": hop,
                "amount": round(amount * (0.93**hop), 2),
                "network": chain,
                "from_address": source or None,
                "address": target,
                "watchlist": (hit if hops else "exchange" if "payee_is_exchange" not in at.risky else "none")
                if last
                else "none",
            }
        )
        source, target = target, chain_address(rng, chain)
    return rows


def _flow(at: Scene, median: int, amount: int) -> list[Row]:
    rng = at.rng
    rows: list[Row] = [
        {"at": day(at.opened - n * DAY), "amount": round(median * rng.uniform(0.4, 1.6)) if rng.random() < 0.4 else 0}
        for n in range(29, 0, -1)
    ]
    rows.append({"at": day(at.opened), "amount": amount})
    return rows
