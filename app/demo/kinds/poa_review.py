"""Proof of address: what the customer wrote against what a bill or letter says."""

from app.demo.people import address, digits
from app.demo.story import (
    DAY,
    Facet,
    Row,
    Scene,
    Story,
    Text,
    common_facets,
    day,
    evidence,
    far_place,
    history,
    level_facet,
    links_of,
    subject,
)

SIGNALS = (
    "address_similarity",
    "document_tamper",
    "name_similarity",
    "document_age",
    "same_address_accounts",
    "ip_country_match",
    "issuer_known",
    "screenshot",
    "vpn_or_proxy",
    "image_quality",
    "account_age",
    "clean_history",
    "kyc_level",
)
_ISSUERS = {
    "utility_bill": (
        "Clearbrook Water",
        "Northfield Power",
        "城南水务",
        "光华电力",
        "Aguas del Norte",
        "Stadtwerke Lindental",
    ),
    "bank_statement": ("Harbour Savings Bank", "First Meridian Bank", "启明银行", "Banco Ribera"),
    "tax_letter": ("Revenue Office", "Finanzamt Mitte", "税务局"),
    "tenancy": ("Oakridge Lettings", "安居房屋租赁", "Immobilien Krüger"),
    "phone_bill": ("Skylink Mobile", "Telwave", "远声通信"),
    "residence_cert": ("Town Hall", "社区居民委员会", "Ayuntamiento"),
}
_TAMPERS: tuple[tuple[str, Text], ...] = (
    ("font", ("The address line is set in another font than the bill.", "地址行的字体与账单其他文字不一致。")),
    ("edges", ("Hard edges stand around the holder's name.", "户名周围的文字边缘异常。")),
    ("metadata", ("The file was saved by picture software.", "文件经图像软件保存。")),
)


def build(at: Scene) -> Story:
    rng, now, bad, who = at.rng, at.opened, at.risky, at.person
    home = address(rng, who.country)
    kind = rng.choice(tuple(_ISSUERS))
    issuer = rng.choice(_ISSUERS[kind])
    if "address_similarity" in bad:
        shown, likeness, match = home.other, rng.uniform(0.45, 0.7), "different"
        if at.near:
            shown, likeness, match = home.variant, rng.uniform(0.72, 0.79), "similar"
    elif rng.random() < 0.55:
        shown, likeness, match = home.variant, rng.uniform(0.82, 0.94), "similar"
    else:
        shown, likeness, match = home.line, 1.0, "same"
    if "name_similarity" in bad:
        holder, name_like, name_match = who.other, rng.uniform(0.5, 0.74), "different"
    elif rng.random() < 0.4:
        holder, name_like, name_match = who.variant, rng.uniform(0.85, 0.96), "similar"
    else:
        holder, name_like, name_match = who.name, 1.0, "same"
    age = (
        (rng.randint(91, 98) if at.near else rng.randint(110, 420))
        if "document_age" in bad
        else (rng.randint(84, 90) if at.near else rng.randint(4, 70))
    )
    postcode = digits(rng, "#" * len(home.postcode)) if match == "different" else home.postcode
    tamper, tamper_text = rng.choice(_TAMPERS)
    neighbours = rng.randint(5, 14) if "same_address_accounts" in bad else rng.randint(1, 2)
    place = far_place(rng, at.home)[0] if "ip_country_match" in bad else at.home
    quality = rng.uniform(0.3, 0.5) if "image_quality" in bad else rng.uniform(0.8, 0.98)
    percent = round(likeness * 100)

    rows: list[Row] = [
        {
            "field": "full_name",
            "declared": who.name,
            "document": holder,
            "match": name_match,
            "similarity": round(name_like, 3),
        },
        {
            "field": "address",
            "declared": home.line,
            "document": shown,
            "match": match,
            "similarity": round(likeness, 3),
        },
        {"field": "city", "declared": home.city, "document": home.city, "match": "same", "similarity": 1.0},
        {
            "field": "postcode",
            "declared": home.postcode,
            "document": postcode,
            "match": "same" if postcode == home.postcode else "different",
            "similarity": 1.0 if postcode == home.postcode else 0.4,
        },
        {"field": "country", "declared": home.country, "document": home.country, "match": "same", "similarity": 1.0},
    ]
    facets = [
        Facet(
            "address_similarity",
            "address_similarity" in bad,
            round(likeness, 3),
            (
                f"The address agrees to {percent} %: street or number differ.",
                f"地址相似度 {percent}%，街道或门牌不一致。",
            ),
            ("The address is the same, written differently at most.", "地址相同，至多写法不同。"),
            "compare",
            "POA-04 §4",
            "POA-04 §3",
            1.2,
        ),
        Facet(
            "document_tamper",
            "document_tamper" in bad,
            round(rng.uniform(0.7, 0.95), 2) if "document_tamper" in bad else round(rng.uniform(0.02, 0.2), 2),
            tamper_text,
            ("No sign of tampering was found.", "未发现篡改痕迹。"),
            "document",
            "POA-06 §1",
            "POA-04 §1",
            1.1,
        ),
        Facet(
            "name_similarity",
            "name_similarity" in bad,
            round(name_like, 3),
            ("The proof is in another person's name.", "证明材料的户名为他人。"),
            ("The proof is in the customer's name.", "证明材料为用户本人户名。"),
            "compare",
            "POA-04 §1",
            "KYC-03 §1",
            1.0,
        ),
        Facet(
            "document_age",
            "document_age" in bad,
            age,
            (f"The proof is {age} days old; 90 are allowed.", f"证明出具已 {age} 天，超过 90 天。"),
            (f"The proof is {age} days old, within 90.", f"证明出具 {age} 天，在 90 天以内。"),
            "document",
            "POA-04 §2",
            "POA-04 §2",
            0.9,
        ),
        Facet(
            "same_address_accounts",
            "same_address_accounts" in bad,
            neighbours,
            (f"{max(neighbours, 5)} accounts gave the same address.", f"同一地址有 {max(neighbours, 5)} 个账户。"),
            ("Hardly any other account gave this address.", "几乎没有其他账户使用该地址。"),
            "location",
            "POA-06 §2",
            "POA-04 §1",
            0.8,
        ),
        Facet(
            "ip_country_match",
            "ip_country_match" in bad,
            "no" if "ip_country_match" in bad else "yes",
            ("All sign-ins come from another country/region.", "全部登录来自其他国家/地区。"),
            ("The sign-ins come from the country/region of the address.", "登录来自地址所在国家/地区。"),
            "location",
            None,
            None,
            0.7,
        ),
        Facet(
            "issuer_known",
            "issuer_known" in bad,
            "no" if "issuer_known" in bad else "yes",
            (f"The issuer {issuer} is in no register.", f"出具机构 {issuer} 不在机构库中。"),
            (f"The issuer {issuer} is known.", f"出具机构 {issuer} 已知。"),
            "document",
            "POA-04 §1",
            "POA-04 §1",
            0.7,
        ),
        Facet(
            "screenshot",
            "screenshot" in bad,
            "yes" if "screenshot" in bad else "no",
            ("The proof is a screenshot.", "证明材料为截屏。"),
            ("The proof is a whole file.", "证明材料为完整文件。"),
            "document",
            "POA-04 §5",
            "POA-04 §1",
            0.6,
        ),
        Facet(
            "vpn_or_proxy",
            "vpn_or_proxy" in bad,
            "yes" if "vpn_or_proxy" in bad else "no",
            ("The sign-ins come through a VPN.", "登录经由 VPN。"),
            ("No VPN is in use.", "未使用 VPN。"),
            "location",
            None,
            None,
            0.4,
        ),
        Facet(
            "image_quality",
            "image_quality" in bad,
            round(quality, 2),
            ("The picture is blurred at the address.", "图像地址部位模糊。"),
            ("The picture is clear.", "图像清晰。"),
            "document",
            "POA-04 §1",
            "POA-04 §1",
            0.4,
        ),
        *common_facets(at),
        level_facet(at),
    ]
    parts = [
        evidence("compare", "address_compare", ("Declared and document", "填写与证明比对"), rows=rows),
        evidence(
            "document",
            "proof_document",
            ("Proof of address", "地址证明"),
            fields={
                "document_type": kind,
                "issuer": issuer,
                "issue_date": day(now - age * DAY),
                "holder": holder,
                "capture": "screenshot" if "screenshot" in bad else rng.choice(("camera", "upload")),
                "tamper": tamper if "document_tamper" in bad else "none",
                "pages": rng.randint(1, 4),
                "quality": round(quality, 2),
            },
        ),
        evidence(
            "location",
            "location",
            ("Where the customer is", "用户位置"),
            fields={
                "ip_country": place.country,
                "ip_city": place.code,
                "gps_distance_km": round(rng.uniform(1800, 9000))
                if "ip_country_match" in bad
                else round(rng.uniform(0.2, 30), 1),
                "phone_country": who.country,
                "same_address_accounts": neighbours,
            },
        ),
        *history(at, "poa_review"),
    ]
    return Story(
        subject(at, full_name=who.name, document_type=kind, issued_days_ago=age),
        parts,
        facets,
        ("The issuer was not asked whether the account exists.", "未向出具机构核实户号。"),
        (
            ("Earlier proofs of this customer were not compared.", "未与该用户以往证明比对。"),
            ("The template was not compared with known bills of the issuer.", "未与该机构已知账单模板比对。"),
        ),
        links_of(at, device=at.cluster.get("device", ""), postal_address=home.line),
    )
