"""Account takeover: a timeline of sign-ins, resets and withdrawals that is, or only looks like, somebody else's."""

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
    "impossible_travel",
    "unrecognised_device",
    "reset_channel",
    "emulator",
    "hosting_ip",
    "withdrawal_size",
    "new_payee",
    "password_reset_recent",
    "failed_sign_ins",
    "known_city",
    "account_age",
    "clean_history",
    "kyc_level",
)


def build(at: Scene) -> Story:
    rng, now, bad = at.rng, at.opened, at.risky
    own = own_device(at)
    odd = odd_device(at) if bad & {"unrecognised_device", "emulator"} else None
    device = (odd or own)[0]
    place, km = far_place(rng, at.home) if bad & {"impossible_travel", "known_city"} else (at.home, 0.0)
    if "impossible_travel" in bad:
        speed = rng.uniform(904, 985) if at.near else rng.uniform(1500, 14000)
    else:
        speed = rng.uniform(840, 895) if at.near and km else (rng.uniform(300, 700) if km else rng.uniform(0, 60))
    minutes = max(6, round(km / speed * 60)) if km else rng.randint(180, 600)
    speed = round(km / (minutes / 60)) if km else round(speed)
    strange = now - rng.randint(15, 24) * MINUTE
    network = odd_network(at, place)
    asset, chain = "USDT", rng.choice(("tron", "ethereum", "bnb_chain"))
    payee = at.cluster.get("payee") or chain_address(rng, chain)
    median = rng.randint(200, 5000)
    amount = median * (rng.randint(6, 30) if "withdrawal_size" in bad else 1) + rng.randint(0, 99)
    failed = rng.randint(18, 90) if "failed_sign_ins" in bad else rng.randint(0, 2)
    reset_minutes = rng.randint(8, 14) if "password_reset_recent" in bad else None

    rows = usual_sign_ins(at, own[0], rng.randint(2, 3))
    last = sign_in(at, strange - minutes * MINUTE, own[0], at.home, at.home.carrier)
    rows = [row for row in rows if row["at"] < last["at"]] + [last]
    usual = not bad & {"impossible_travel", "unrecognised_device", "emulator", "hosting_ip", "known_city"}
    flag = "impossible_speed" if "impossible_travel" in bad else "emulator" if "emulator" in bad else None
    flag = flag or ("hosting_ip" if "hosting_ip" in bad else "first_seen" if not usual else None)
    odd_row = sign_in(at, strange, device, place, network, "normal" if usual else "unusual", flag)
    if km:
        odd_row |= {"distance_km": round(km), "elapsed_min": minutes, "speed_kmh": speed}
    rows.append(odd_row)
    if reset_minutes:
        rows.append({"at": iso(strange + 2 * MINUTE), "tone": "unusual", "event": "password_reset", "flag": None})
    if "reset_channel" in bad:
        rows.append(
            {"at": iso(strange + 4 * MINUTE), "tone": "unusual", "event": "twofa_reset_request", "flag": "no_sop"}
        )
    if "new_payee" in bad:
        rows.append(
            {
                "at": iso(strange + 8 * MINUTE),
                "tone": "unusual",
                "event": "address_added",
                "address": payee,
                "flag": "first_seen",
            }
        )
    rows.append(
        {
            "at": iso(strange + 11 * MINUTE),
            "tone": "unusual",
            "event": "withdrawal",
            "amount": amount,
            "address": payee,
            "outcome": "held",
            "flag": "held",
        }
    )
    seen = rng.randint(12, 120)
    facets = [
        Facet(
            "impossible_travel",
            "impossible_travel" in bad,
            speed,
            (
                f"Two sign-ins {round(km):,} km apart within {minutes} minutes: nobody travels so fast.",
                f"{minutes} 分钟内两次登录相距 {round(km):,} 公里，不可能为同一人。",
            ),
            ("The distance between the last sign-ins can be travelled.", "最近几次登录之间的距离可正常到达。"),
            "timeline",
            "ATO-12 §3",
            "ATO-12 §6",
            1.2,
        ),
        Facet(
            "unrecognised_device",
            "unrecognised_device" in bad,
            "yes" if "unrecognised_device" in bad else "no",
            (f"{device} was never seen on this account before.", f"{device} 此前从未在该账户出现。"),
            (f"{own[0]} is the device this account always uses.", f"{own[0]} 是该账户一直使用的设备。"),
            "devices",
            "ATO-12 §5",
            "ATO-12 §6",
            1.0,
        ),
        Facet(
            "reset_channel",
            "reset_channel" in bad,
            0.2 if "reset_channel" in bad else 0.9,
            (
                "2FA was asked to be reset by e-mail only, then a withdrawal followed.",
                "仅凭邮件申请重置双重验证，随后发起提现。",
            ),
            ("2FA was not touched, or was reset with a video check.", "双重验证未变更，或经视频核验后重置。"),
            "timeline",
            None,
            "ATO-12 §6",
            0.9,
        ),
        Facet(
            "emulator",
            "emulator" in bad,
            "yes" if "emulator" in bad else "no",
            (f"{device} carries the build flags of an emulator.", f"{device} 带有模拟器的系统标识。"),
            ("The device shows no sign of an emulator.", "设备无模拟器特征。"),
            "devices",
            "ATO-12 §5",
            "ATO-12 §6",
            0.8,
        ),
        Facet(
            "hosting_ip",
            "hosting_ip" in bad,
            "yes" if "hosting_ip" in bad else "no",
            (f"The sign-in came from the hosting network {network}.", f"登录来自机房 IP 所属网络 {network}。"),
            (f"The sign-in came over {network}, as usual.", f"登录经由 {network}，与平常一致。"),
            "timeline",
            "ATO-07 §1",
            "ATO-12 §2",
            0.7,
        ),
        Facet(
            "withdrawal_size",
            "withdrawal_size" in bad,
            round(amount / median, 1),
            (
                f"The withdrawal is {amount // median} times the customer's median.",
                f"提现金额为用户中位数的 {amount // median} 倍。",
            ),
            ("The withdrawal is as large as usual.", "提现金额与平常相当。"),
            "withdrawals",
            "WDR-10 §1",
            "WDR-10 §3",
            0.6,
        ),
        Facet(
            "new_payee",
            "new_payee" in bad,
            1 if "new_payee" in bad else 0,
            (
                f"The address {short(payee)} was added minutes before.",
                f"提现地址 {short(payee)} 为数分钟前新增。",
            ),
            (f"The address {short(payee)} was used before.", f"提现地址 {short(payee)} 此前已使用。"),
            "timeline",
            "WDR-10 §1",
            "WDR-10 §3",
            0.6,
        ),
        Facet(
            "password_reset_recent",
            bool(reset_minutes),
            reset_minutes or rng.randint(40_000, 400_000),
            ("The password was reset right after the sign-in.", "登录后随即重置密码。"),
            ("The password was not changed lately.", "近期未修改密码。"),
            "timeline",
            "ATO-12 §4",
            "ATO-12 §6",
            0.7,
        ),
        Facet(
            "failed_sign_ins",
            "failed_sign_ins" in bad,
            failed,
            (f"{failed} sign-ins failed within the hour.", f"一小时内登录失败 {failed} 次。"),
            ("Hardly any sign-in failed.", "几乎没有登录失败。"),
            "timeline",
            "ATO-07 §3",
            None,
            0.5,
        ),
        Facet(
            "known_city",
            "known_city" in bad,
            0 if "known_city" in bad else seen,
            ("The account was never in this city before.", "账户此前从未在该城市登录。"),
            (f"The account signed in from this city {seen} times this year.", f"今年已在该城市登录 {seen} 次。"),
            "timeline",
            "ATO-12 §1",
            "ATO-12 §6",
            0.6,
        ),
        *common_facets(at),
        level_facet(at),
    ]
    trigger = (
        "impossible_travel"
        if "impossible_travel" in bad
        else "credential_stuffing"
        if "failed_sign_ins" in bad
        else "new_device_password_reset"
        if reset_minutes and odd
        else "withdrawal_after_reset"
        if "reset_channel" in bad
        else "user_report"
    )
    parts = [
        evidence("timeline", "signin_timeline", ("Sign-ins and changes", "登录与变更"), rows=rows),
        evidence(
            "speed", "signin_speed", ("Speed between sign-ins", "登录间移动速度"), rows=_speeds(at, strange, speed)
        ),
        evidence(
            "changes",
            "account_changes",
            ("Changes against the last 90 days", "与过去 90 天相比的变化"),
            fields={
                "device_state": "new" if odd else "known",
                "device": device,
                "network_kind": "hosting" if "hosting_ip" in bad else rng.choice(("home", "mobile")),
                "asn": network,
                "max_speed_kmh": speed,
                "minutes_reset_to_withdrawal": 7 if "reset_channel" in bad else None,
                "new_addresses": 1 if "new_payee" in bad else 0,
            },
        ),
        evidence("devices", "devices", ("Devices", "设备"), rows=device_rows(at, own, odd, "emulator" in bad)),
        evidence(
            "withdrawals",
            "withdrawals",
            ("Withdrawals", "提现记录"),
            rows=_withdrawals(at, chain, asset, median, amount, payee, strange),
        ),
        *history(at, "ato_investigation"),
    ]
    return Story(
        subject(at, withdrawn_30d=median * rng.randint(3, 20), trigger=trigger),
        parts,
        facets,
        ("A call to the bound phone was not made.", "未拨打绑定手机核实。"),
        (
            ("Messages in the customer's mailbox were not looked at.", "未查看用户站内信往来。"),
            ("The carrier was not asked about roaming.", "未向运营商核实漫游。"),
            ("Sessions of the API keys were not looked at.", "未查看 API 密钥会话。"),
        ),
        links_of(at, device=at.cluster.get("device", ""), ip=at.cluster.get("ip", ""), payee=payee),
    )


def _speeds(at: Scene, strange: int, speed: int) -> list[Row]:
    rng = at.rng
    rows = [
        {"at": iso(strange - (26 - n) * DAY - rng.randint(0, 9) * HOUR), "speed_kmh": rng.randint(0, 160)}
        for n in range(25)
    ]
    rows.append({"at": iso(strange), "speed_kmh": speed})
    return rows


def _withdrawals(at: Scene, chain: str, asset: str, median: int, amount: int, payee: str, when: int) -> list[Row]:
    rng = at.rng
    usual = chain_address(rng, chain) if "new_payee" in at.risky else payee
    rows: list[Row] = [
        {
            "at": iso(at.opened - (n * 8 + rng.randint(0, 5)) * DAY),
            "asset": asset,
            "amount": max(20, round(median * rng.uniform(0.5, 1.6))),
            "network": chain,
            "address": usual,
            "address_state": "known",
            "outcome": "done",
        }
        for n in range(3, 0, -1)
    ]
    state = "new" if "new_payee" in at.risky else "known"
    rows.append(
        {
            "at": iso(when + 11 * MINUTE),
            "asset": asset,
            "amount": amount,
            "network": chain,
            "address": payee,
            "address_state": state,
            "outcome": "held",
        }
    )
    return rows
