"""Reviews of companies: what was declared against the registry, and who owns it."""

from app.demo.people import person
from app.demo.story import (
    DAY,
    HOUR,
    Facet,
    Row,
    Scene,
    Story,
    common_facets,
    day,
    evidence,
    history,
    iso,
    links_of,
    subject,
)

SIGNALS = (
    "registry_match",
    "owner_screening",
    "hidden_ownership",
    "registration_age",
    "filings_overdue",
    "same_address_companies",
    "screening_score",
    "account_age",
    "clean_history",
)
_FIRST = ("Harbour", "Northfield", "Silver Reed", "Lantern", "Kestrel", "启明", "Bluewater", "Meridian")
_SECOND = ("Trading", "Software", "Consulting", "Payments")
_FORMS = ("Ltd", "Pte Ltd", "GmbH", "S.A.")


def build(at: Scene) -> Story:
    rng, now, bad = at.rng, at.opened, at.risky
    line = rng.choice(_SECOND)
    stem = f"{rng.choice(_FIRST)} {line}"
    name = f"{stem} {rng.choice(_FORMS)}"
    number = f"{rng.randrange(10**7, 10**8)}"
    director = at.person.name
    mismatch = "registry_match" in bad
    # A name that was merely written in another way still counts as the same company.
    written = name.upper() if at.near else name
    rows: list[Row] = [
        _row("company_name", name, written if not mismatch else f"{stem} Holding", 0.71 if mismatch else 1.0),
        _row("registration_number", number, number, 1.0),
        _row("director", director, at.person.other if mismatch else at.person.variant, 0.3 if mismatch else 0.94),
        _row("country", at.person.country, at.person.country, 1.0),
    ]
    share = round(sum(row["similarity"] for row in rows) / len(rows), 3)
    age = rng.randint(20, 150) if "registration_age" in bad else rng.randint(400, 6000)
    overdue = rng.randint(2, 5) if "filings_overdue" in bad else 0
    neighbours = rng.randint(40, 400) if "same_address_companies" in bad else rng.randint(1, 6)
    hidden = rng.choice((0.25, 0.3, 0.45)) if "hidden_ownership" in bad else 0.0
    hits = 1 if "owner_screening" in bad else 0
    score = rng.uniform(0.86, 0.97) if "screening_score" in bad else rng.uniform(0.02, 0.4)
    known = round(1 - hidden, 2)
    owners: list[Row] = [
        {
            "holder": director,
            "share": round(known * 0.6, 2),
            "country": at.person.country,
            "screening": "hit" if hits else "no_hit",
        },
        {
            "holder": person(rng).name,
            "share": round(known * 0.4, 2),
            "country": at.person.country,
            "screening": "no_hit",
        },
    ]
    percent = round(hidden * 100)
    facets = [
        Facet(
            "registry_match",
            mismatch,
            share,
            ("Company name and director differ from the registry.", "企业名称与董事同登记信息不一致。"),
            ("Name, number and director agree with the registry.", "名称、注册号与董事同登记信息一致。"),
            "compare",
            "KYB-02 §1",
            "KYB-02 §1",
            1.2,
        ),
        Facet(
            "owner_screening",
            bool(hits),
            hits,
            ("An owner stands on a list.", "一名受益所有人命中名单。"),
            ("No owner stands on a list.", "受益所有人均未命中名单。"),
            "owners",
            "KYB-02 §2",
            "KYB-02 §2",
            1.2,
        ),
        Facet(
            "hidden_ownership",
            "hidden_ownership" in bad,
            hidden,
            (f"Nobody is named for {percent} % of the shares.", f"{percent}% 的股权未说明持有人。"),
            ("All of the shares are accounted for.", "股权持有人均已说明。"),
            "owners",
            "KYB-02 §2",
            "KYB-02 §2",
            1.0,
        ),
        Facet(
            "registration_age",
            "registration_age" in bad,
            age,
            (f"The company is {age} days old.", f"企业成立仅 {age} 天。"),
            ("The company has stood for more than a year.", "企业成立已超过一年。"),
            "extract",
            None,
            "KYB-02 §1",
            0.7,
        ),
        Facet(
            "filings_overdue",
            "filings_overdue" in bad,
            overdue,
            (f"{overdue} filings are overdue.", f"有 {overdue} 项申报逾期。"),
            ("No filing is overdue.", "没有逾期申报。"),
            "extract",
            "KYB-02 §3",
            "KYB-02 §3",
            0.8,
        ),
        Facet(
            "same_address_companies",
            "same_address_companies" in bad,
            neighbours,
            (f"{neighbours} companies share the address.", f"该地址登记有 {neighbours} 家企业。"),
            ("Few companies share the address.", "同地址企业较少。"),
            "extract",
            "KYB-02 §4",
            "KYB-02 §4",
            0.7,
        ),
        Facet(
            "screening_score",
            "screening_score" in bad,
            round(score, 3),
            ("The company's name is close to one on a list.", "企业名称与名单条目接近。"),
            ("Nothing on the lists comes close.", "名单中没有接近的条目。"),
            "screening",
            None,
            None,
            0.7,
        ),
        *common_facets(at),
    ]
    parts = [
        evidence("compare", "registry_compare", ("Declared and registry", "填写与登记比对"), rows=rows),
        evidence(
            "extract",
            "registry_extract",
            ("Registry extract", "登记摘录"),
            fields={
                "company_status": "in_liquidation" if overdue >= 4 else "active",
                "registered_at": day(now - age * DAY),
                "extract_age_days": rng.randint(1, 28),
                "directors": rng.randint(1, 3),
                "filings_overdue": overdue,
                "activity": line.lower() if line != "Trading" else "trade",
                "same_address_companies": neighbours,
            },
        ),
        evidence("owners", "ownership", ("Ownership", "股权结构"), rows=owners),
        evidence(
            "screening",
            "screening",
            ("Screening", "名单筛查"),
            rows=[
                {
                    "list": "sanctions",
                    "result": "weak_hit" if "screening_score" in bad else "no_hit",
                    "score": round(score, 3),
                    "checked_at": iso(now - HOUR),
                }
            ],
        ),
        *history(at, "kyb_review"),
    ]
    facts = subject(at, company_name=name, registration_age_days=age, owners=len(owners))
    del facts["kyc_level"]
    return Story(
        facts,
        parts,
        facets,
        ("The registry was not asked for an extract of today.", "未向登记机关索取当日摘录。"),
        (
            ("The owners' own owners were not looked at.", "未核查上层股权。"),
            ("The office was not visited.", "未实地核实办公场所。"),
        ),
        links_of(at, device=at.cluster.get("device", ""), ip=at.cluster.get("ip", "")),
    )


def _row(field: str, declared: str, registry: str, similarity: float) -> Row:
    match = "same" if declared == registry else "similar" if similarity >= 0.8 else "different"
    return {"field": field, "declared": declared, "document": registry, "match": match, "similarity": similarity}
