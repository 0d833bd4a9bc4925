"""Identity checks: declared fields against a document, liveness, lists and the device it was sent from."""

from app.demo.people import digits
from app.demo.story import (
    DAY,
    MINUTE,
    Facet,
    Row,
    Scene,
    Story,
    Text,
    common_facets,
    day,
    device_rows,
    evidence,
    history,
    iso,
    links_of,
    odd_device,
    own_device,
    subject,
)

SIGNALS = (
    "document_tamper",
    "name_similarity",
    "birth_date_match",
    "face_match",
    "duplicate_face",
    "liveness_score",
    "mrz_check",
    "screening_score",
    "shared_device_accounts",
    "document_expiry",
    "emulator",
    "image_quality",
    "hosting_ip",
    "account_age",
    "clean_history",
)
_TAMPERS: tuple[tuple[str, Text], ...] = (
    ("font", ("The font of the birth date differs from the rest.", "出生日期的字体与其他文字不一致。")),
    ("edges", ("Hard edges stand around the document number.", "证件号码周围的文字边缘异常。")),
    ("metadata", ("The file was saved by picture software.", "文件经图像软件保存。")),
    ("reflection", ("The hologram that the document should show is missing.", "证件应有的全息防伪缺失。")),
)


def _flag(at: Scene, signal: str) -> str:
    return "yes" if signal in at.risky else "no"


def build(at: Scene) -> Story:
    rng, now, bad, who = at.rng, at.opened, at.risky, at.person
    own = own_device(at)
    odd = odd_device(at) if "emulator" in bad else None
    kind = rng.choice(("passport", "passport", "id_card", "driving_licence"))
    number = digits(rng, rng.choice(("E########", "P#######", "###-##-####", "AX######")))
    tamper, tamper_text = rng.choice(_TAMPERS)
    if "name_similarity" in bad:
        shown, similarity, match = who.other, rng.uniform(0.55, 0.72), "different"
        if at.near:
            shown, similarity, match = who.variant, rng.uniform(0.78, 0.799), "similar"
    elif rng.random() < 0.4:
        shown, similarity, match = who.variant, rng.uniform(0.84, 0.95), "similar"
    else:
        shown, similarity, match = who.name, 1.0, "same"
    birth = _shifted(at) if "birth_date_match" in bad else who.birth_date
    left = rng.randint(-40, -1) if "document_expiry" in bad else rng.randint(90, 2800)
    quality = rng.uniform(0.31, 0.5) if "image_quality" in bad else rng.uniform(0.8, 0.98)
    face = (
        (rng.uniform(0.776, 0.799) if at.near else rng.uniform(0.35, 0.7))
        if "face_match" in bad
        else rng.uniform(0.86, 0.99)
    )
    live = rng.uniform(0.2, 0.55) if "liveness_score" in bad else rng.uniform(0.9, 0.99)
    camera = "virtual" if "liveness_score" in bad and rng.random() < 0.5 else "built_in"
    doubles = rng.randint(1, 3) if "duplicate_face" in bad else 0
    shared = rng.randint(4, 17) if "shared_device_accounts" in bad else rng.randint(1, 2)
    list_score = rng.uniform(0.9, 0.98) if "screening_score" in bad else rng.uniform(0.1, 0.5)
    shown_percent, face_percent = round(similarity * 100), round(face * 100)

    rows: list[Row] = [
        {
            "field": "full_name",
            "declared": who.name,
            "document": shown,
            "match": match,
            "similarity": round(similarity, 3),
        }
    ]
    if who.local:
        rows.append(_row("name_local", who.local, who.local))
    rows += [
        _row("birth_date", who.birth_date, birth),
        _row("document_number", number, number),
        _row("nationality", who.country, who.country),
        _row("sex", who.sex, who.sex),
        _row("expiry_date", day(now + left * DAY), day(now + left * DAY)),
    ]
    facets = [
        Facet(
            "document_tamper",
            "document_tamper" in bad,
            round(rng.uniform(0.7, 0.95), 2) if "document_tamper" in bad else round(rng.uniform(0.02, 0.2), 2),
            tamper_text,
            ("No sign of tampering was found on the document.", "证件未发现篡改痕迹。"),
            "document",
            "KYC-09 §3",
            "KYC-09 §1",
            1.2,
        ),
        Facet(
            "name_similarity",
            "name_similarity" in bad,
            round(similarity, 3),
            (
                f"The name on the document agrees to {shown_percent} % with the declared one.",
                f"证件姓名与填写姓名相似度仅 {shown_percent}%。",
            ),
            ("Declared name and document name are one name.", "填写姓名与证件姓名为同一姓名。"),
            "compare",
            "KYC-03 §3",
            "KYC-03 §1",
            1.1,
        ),
        Facet(
            "birth_date_match",
            "birth_date_match" in bad,
            "no" if "birth_date_match" in bad else "yes",
            ("The date of birth on the document is another one.", "证件上的出生日期不一致。"),
            ("The date of birth agrees.", "出生日期一致。"),
            "compare",
            "KYC-09 §2",
            "KYC-03 §2",
            0.9,
        ),
        Facet(
            "face_match",
            "face_match" in bad,
            round(face, 3),
            (f"The face agrees with the photo to {face_percent} % only.", f"人脸与证件照片相似度仅 {face_percent}%。"),
            (f"The face agrees with the photo to {face_percent} %.", f"人脸与证件照片相似度为 {face_percent}%。"),
            "liveness",
            "RST-08 §3",
            "KYC-09 §1",
            1.0,
        ),
        Facet(
            "duplicate_face",
            "duplicate_face" in bad,
            doubles,
            (
                f"The same face stands on {max(doubles, 1)} other accounts.",
                f"同一人脸出现在另外 {max(doubles, 1)} 个账户。",
            ),
            ("The face is on no other account.", "该人脸未出现在其他账户。"),
            "liveness",
            "KYC-09 §4",
            "KYC-09 §4",
            0.9,
        ),
        Facet(
            "liveness_score",
            "liveness_score" in bad,
            round(live, 3),
            ("The liveness check did not show a living person.", "活体检测未能确认为真人。"),
            ("The liveness check passed at the first try.", "活体检测一次通过。"),
            "liveness",
            "RST-08 §1" if camera == "virtual" else "RST-08 §2",
            "RST-08 §2",
            0.9,
        ),
        Facet(
            "mrz_check",
            "mrz_check" in bad,
            "no" if "mrz_check" in bad else "yes",
            ("A check digit of the machine-readable line is wrong.", "机读码校验位错误。"),
            ("The machine-readable line is right.", "机读码校验通过。"),
            "document",
            "KYC-09 §2",
            "KYC-09 §2",
            0.8,
        ),
        Facet(
            "screening_score",
            "screening_score" in bad,
            round(list_score, 2),
            ("The name agrees closely with an entry of a list.", "姓名与名单条目高度匹配。"),
            ("No list has a close name.", "各名单均无相近姓名。"),
            "screening",
            "KYC-09 §5",
            "KYC-09 §5",
            0.8,
        ),
        Facet(
            "shared_device_accounts",
            "shared_device_accounts" in bad,
            shared,
            (f"{max(shared, 3)} accounts were opened from this device.", f"该设备注册过 {max(shared, 3)} 个账户。"),
            ("The device belongs to this account alone.", "该设备仅用于此账户。"),
            "devices",
            None,
            None,
            0.7,
        ),
        Facet(
            "document_expiry",
            "document_expiry" in bad,
            left,
            ("The document has run out.", "证件已过期。"),
            ("The document is valid for months.", "证件仍在有效期内。"),
            "document",
            "KYC-09 §1",
            "KYC-09 §1",
            0.5,
        ),
        Facet(
            "emulator",
            "emulator" in bad,
            _flag(at, "emulator"),
            ("The pictures came from an emulator.", "图像由模拟器提交。"),
            ("The pictures came from an ordinary phone.", "图像由普通手机提交。"),
            "devices",
            None,
            None,
            0.6,
        ),
        Facet(
            "image_quality",
            "image_quality" in bad,
            round(quality, 2),
            ("The picture is blurred where it matters.", "图像关键部位模糊。"),
            ("The picture is clear.", "图像清晰。"),
            "document",
            "KYC-09 §3",
            "KYC-09 §1",
            0.4,
        ),
        Facet(
            "hosting_ip",
            "hosting_ip" in bad,
            _flag(at, "hosting_ip"),
            ("The application came from a hosting-provider IP.", "申请来自机房 IP。"),
            ("The application came over a home network.", "申请来自家庭网络。"),
            "devices",
            None,
            None,
            0.4,
        ),
        *common_facets(at),
    ]
    screening: list[Row] = [
        {
            "list": "sanctions",
            "result": "hit" if list_score > 0.95 else "no_hit",
            "score": round(list_score, 2),
            "checked_at": iso(now - 3 * MINUTE),
        },
        {
            "list": "pep",
            "result": "weak_hit" if 0.9 <= list_score <= 0.95 else "no_hit",
            "score": round(list_score * 0.9, 2),
            "checked_at": iso(now - 3 * MINUTE),
        },
        {
            "list": "adverse_media",
            "result": "no_hit",
            "score": round(rng.uniform(0, 0.3), 2),
            "checked_at": iso(now - 3 * MINUTE),
        },
        {"list": "internal", "result": "no_hit", "score": 0.0, "checked_at": iso(now - 3 * MINUTE)},
    ]
    parts = [
        evidence("compare", "identity_compare", ("Declared and document", "填写与证件比对"), rows=rows),
        evidence(
            "document",
            "identity_document",
            ("Identity document", "身份证件"),
            fields={
                "document_type": kind,
                "issuing_country": who.country,
                "document_number": number,
                "issue_date": day(now + left * DAY - 3650 * DAY),
                "expiry_date": day(now + left * DAY),
                "capture": "upload" if "document_tamper" in bad else rng.choice(("camera", "upload")),
                "mrz_check": "invalid" if "mrz_check" in bad else "valid",
                "tamper": tamper if "document_tamper" in bad else "none",
                "quality": round(quality, 2),
            },
        ),
        evidence(
            "liveness",
            "liveness",
            ("Liveness and face", "活体检测与人脸"),
            fields={
                "result": "failed" if "liveness_score" in bad else "passed",
                "face_match": round(face, 3),
                "attempts": rng.randint(3, 5) if "liveness_score" in bad else 1,
                "checked_at": iso(now - 6 * MINUTE),
                "camera": camera,
            },
        ),
        evidence("screening", "screening", ("Lists", "名单筛查"), rows=screening),
        evidence(
            "devices", "registration_devices", ("Devices", "设备"), rows=device_rows(at, own, odd, odd is not None)
        ),
        *history(at, "kyc_audit"),
    ]
    return Story(
        subject(at, full_name=who.name, document_type=kind, level_requested=rng.choice((2, 2, 3))),
        parts,
        facets,
        ("The issuing office's register was not asked.", "未向签发机关核实。"),
        (
            ("A second picture under other light was not asked for.", "未要求在不同光线下重新拍摄。"),
            ("The chip of the document was not read.", "未读取证件芯片。"),
            ("Adverse media in the local language were not searched.", "未检索当地语言的负面报道。"),
        ),
        links_of(at, device=at.cluster.get("device", ""), document=number),
    )


def _row(field: str, declared: str, document: str) -> Row:
    same = declared == document
    return {
        "field": field,
        "declared": declared,
        "document": document,
        "match": "same" if same else "different",
        "similarity": 1.0 if same else 0.8,
    }


def _shifted(at: Scene) -> str:
    """The date of birth with day and month exchanged where that is a date, else another year."""
    year, month, date = at.person.birth_date.split("-")
    if int(date) <= 12 and date != month:
        return f"{year}-{date}-{month}"
    return f"{int(year) - at.rng.randint(1, 9)}-{month}-{date}"
