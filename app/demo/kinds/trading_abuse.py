"""Trading that may be abuse: trades with oneself, orders placed to be cancelled, accounts that belong together."""

from app.demo.story import (
    DAY,
    HOUR,
    MINUTE,
    Facet,
    Row,
    Scene,
    Story,
    common_facets,
    device_rows,
    evidence,
    hex_text,
    history,
    iso,
    level_facet,
    links_of,
    own_device,
    subject,
)

SIGNALS = (
    "wash_share",
    "shared_device_accounts",
    "few_counterparties",
    "cancel_ratio",
    "no_market_risk",
    "rapid_in_out",
    "account_age",
    "clean_history",
    "kyc_level",
)
_PAIRS = ("BTC/USDT", "ETH/USDT", "SOL/USDT", "DOGE/USDT", "ARB/USDT")


def build(at: Scene) -> Story:
    rng, now, bad = at.rng, at.opened, at.risky
    own = own_device(at)
    wash = rng.uniform(0.31, 0.35) if at.near else rng.uniform(0.5, 0.9)
    wash = wash if "wash_share" in bad else rng.uniform(0.0, 0.12)
    cancelled = rng.uniform(0.92, 0.99) if "cancel_ratio" in bad else rng.uniform(0.2, 0.6)
    top = rng.uniform(0.7, 0.95) if "few_counterparties" in bad else rng.uniform(0.02, 0.15)
    accounts = rng.randint(3, 8) if "shared_device_accounts" in bad else 1
    minutes = rng.randint(6, 25) if "rapid_in_out" in bad else rng.randint(900, 20_000)
    volume = rng.randint(40_000, 2_000_000)
    change = round(volume * (rng.uniform(0, 0.004) if "no_market_risk" in bad else rng.uniform(0.05, 0.4)))
    others = [f"u-{rng.randrange(10**7, 10**8)}" for _ in range(2 if "few_counterparties" in bad else 7)]
    pair = rng.choice(_PAIRS)
    trades = _trades(at, pair, others, volume, wash)
    linked: list[Row] = [
        {"account": f"u-{rng.randrange(10**7, 10**8)}", "link": "device", "since": iso(now - rng.randint(2, 90) * DAY)}
        for _ in range(accounts - 1)
    ]
    percent, gone = round(wash * 100), round(cancelled * 100)
    facets = [
        Facet(
            "wash_share",
            "wash_share" in bad,
            round(wash, 3),
            (f"{percent} % of the trades meet an account of the same device.", f"{percent}% 的成交对手为同设备账户。"),
            ("Hardly any trade meets a linked account.", "几乎没有与关联账户的成交。"),
            "trades",
            "TRD-03 §1",
            "TRD-03 §2",
            1.3,
        ),
        Facet(
            "shared_device_accounts",
            accounts > 1,
            accounts,
            (f"{accounts} accounts use this device.", f"该设备上有 {accounts} 个账户。"),
            ("Nobody else uses this device.", "该设备无其他账户使用。"),
            "linked" if linked else "devices",
            "TRD-03 §4",
            None,
            1.1,
        ),
        Facet(
            "few_counterparties",
            "few_counterparties" in bad,
            round(top, 3),
            (
                f"One counterparty takes {round(top * 100)} % of the volume.",
                f"单一对手方占成交量的 {round(top * 100)}%。",
            ),
            ("The volume is spread over many counterparties.", "成交分散于多个对手方。"),
            "trades",
            None,
            "TRD-03 §2",
            0.9,
        ),
        Facet(
            "cancel_ratio",
            "cancel_ratio" in bad,
            round(cancelled, 3),
            (f"{gone} % of the orders were cancelled.", f"{gone}% 的挂单被撤销。"),
            ("Orders are cancelled as often as usual.", "撤单率正常。"),
            "summary",
            "TRD-03 §3",
            "TRD-03 §2",
            0.8,
        ),
        Facet(
            "no_market_risk",
            "no_market_risk" in bad,
            round(change / volume, 4),
            ("After all the trades the position is where it was.", "全部成交之后净持仓几乎没有变化。"),
            ("The position changed with the trades.", "净持仓随成交变化。"),
            "summary",
            "TRD-03 §1",
            None,
            0.8,
        ),
        Facet(
            "rapid_in_out",
            "rapid_in_out" in bad,
            minutes,
            (f"The money leaves {minutes} minutes after it came.", f"资金到账 {minutes} 分钟后即转出。"),
            ("The money stays in the account.", "资金停留在账户内。"),
            "summary",
            None,
            None,
            0.6,
        ),
        *common_facets(at),
        level_facet(at),
    ]
    parts = [
        evidence("trades", "trades", ("Trades", "成交"), rows=trades),
        evidence(
            "summary",
            "trading_summary",
            ("Last 7 days", "近 7 天"),
            fields={
                "trades_7d": rng.randint(60, 900),
                "wash_share": round(wash, 3),
                "cancel_ratio": round(cancelled, 3),
                "counterparties": len(others),
                "net_change": change,
                "fees_back": rng.randint(0, 900),
                "market_maker": "no" if bad & {"wash_share", "few_counterparties"} else rng.choice(("yes", "no")),
                "funds_stay_min": minutes,
            },
        ),
        *([evidence("linked", "linked_accounts", ("Linked accounts", "关联账户"), rows=linked)] if linked else []),
        evidence("devices", "devices", ("Devices", "设备"), rows=device_rows(at, own, None, False)),
        *history(at, "trading_abuse"),
    ]
    pattern = (
        "wash"
        if "wash_share" in bad
        else "spoofing"
        if "cancel_ratio" in bad
        else "mule"
        if "rapid_in_out" in bad
        else "sybil"
    )
    fingerprint = at.cluster.get("device") or hex_text(rng, 16)
    return Story(
        subject(at, volume_7d=volume, pattern=pattern),
        parts,
        facets,
        ("The agreement of a market maker was not looked for.", "未核实是否签有做市协议。"),
        (
            ("Orders on other pairs were not looked at.", "未查看其他交易对的挂单。"),
            ("Chats about the pair were not read.", "未查看相关群聊。"),
        ),
        links_of(at, device=fingerprint, ip=at.cluster.get("ip", "")),
    )


def _trades(at: Scene, pair: str, others: list[str], volume: int, wash: float) -> list[Row]:
    """Fourteen trades of the last days; where they are washed each sale is bought back within minutes."""
    rng, rows = at.rng, list[Row]()
    when = at.opened - 3 * DAY
    for n in range(14):
        washed = rng.random() < wash
        when += rng.randint(3, 9) * (MINUTE if washed else HOUR) // 2
        amount = round(volume / 14 * rng.uniform(0.8, 1.2), 2) if not washed or n % 2 == 0 else rows[-1]["amount"]
        rows.append(
            {
                "at": iso(min(when, at.opened - MINUTE)),
                "pair": pair,
                "side": "sell" if n % 2 == 0 else "buy",
                "amount": amount,
                "counterparty": others[0] if washed else rng.choice(others),
                "same_device": "yes" if washed else "no",
            }
        )
    return rows
