"""Requests to reset 2FA: by the owner who lost a phone, or by somebody in the owner's name."""

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
    far_place,
    history,
    iso,
    level_facet,
    links_of,
    odd_device,
    odd_network,
    own_device,
    sign_in,
    subject,
    usual_sign_ins,
)

SIGNALS = (
    "liveness_score",
    "face_match",
    "checks_answered",
    "reset_channel",
    "sim_change",
    "unrecognised_device",
    "balance_at_risk",
    "known_city",
    "email_age",
    "resets_12m",
    "hosting_ip",
    "emulator",
    "failed_sign_ins",
    "account_age",
    "clean_history",
    "kyc_level",
)
_CHECKS = ("recent_deposit", "registration_city", "old_device", "bound_phone", "bound_email")


def build(at: Scene) -> Story:
    rng, now, bad = at.rng, at.opened, at.risky
    own = own_device(at)
    # A reset always comes from some new device when a phone is lost: what counts is what else is new.
    odd = odd_device(at) if bad & {"unrecognised_device", "emulator"} else None
    device = (odd or own)[0]
    place = far_place(rng, at.home)[0] if "known_city" in bad else at.home
    network = odd_network(at, place)
    channel = (
        rng.choice(("email_only", "support_chat")) if "reset_channel" in bad else rng.choice(("app_video", "email_sms"))
    )
    reason = rng.choice(("lost_phone", "new_phone", "app_deleted", "number_changed", "device_broken"))
    balance = rng.randint(55_000, 900_000) if "balance_at_risk" in bad else rng.randint(50, 9_000)
    email_age = rng.randint(0, 6) if "email_age" in bad else min(at.account_age_days, rng.randint(90, 2000))
    resets = rng.randint(3, 6) if "resets_12m" in bad else rng.randint(0, 1)
    face = (
        (rng.uniform(0.776, 0.799) if at.near else rng.uniform(0.38, 0.7))
        if "face_match" in bad
        else rng.uniform(0.82 if at.near else 0.87, 0.98)
    )
    live = rng.uniform(0.2, 0.6) if "liveness_score" in bad else rng.uniform(0.9, 0.99)
    outcome = rng.choice(("weak", "replay", "failed")) if "liveness_score" in bad else "passed"
    right = rng.randint(0, 1) if "checks_answered" in bad else rng.randint(3, 5)
    failed = rng.randint(15, 40) if "failed_sign_ins" in bad else rng.randint(0, 3)
    percent = round(face * 100)

    checks = []
    for n, check in enumerate(_CHECKS):
        result = (
            "right"
            if n < right
            else rng.choice(("wrong", "no_answer") if "checks_answered" in bad else ("no_answer", "not_asked"))
        )
        checks.append({"check": check, "result": result})
    if "sim_change" in bad:
        checks[3]["result"] = "no_answer"
    rows = usual_sign_ins(at, own[0], rng.randint(3, 5))
    unusual = bool(bad & {"unrecognised_device", "emulator", "known_city", "hosting_ip"})
    rows.append(
        sign_in(
            at,
            now - 31 * MINUTE,
            device,
            place,
            network,
            "unusual" if unusual else "normal",
            "first_seen" if unusual else None,
        )
        | {"outcome": "challenged"}
    )
    rows.append(
        {
            "at": iso(now - 12 * MINUTE),
            "tone": "unusual" if unusual else "normal",
            "event": "twofa_reset_request",
            "outcome": "requested",
            "flag": None,
        }
    )
    request_ip = at.cluster.get("ip") or rows[-2]["ip"]
    facets = [
        Facet(
            "liveness_score",
            "liveness_score" in bad,
            round(live, 3),
            ("The liveness video shows signs of a replay or was too weak.", "活体检测可信度低或疑似翻拍视频。"),
            ("The liveness check passed.", "活体检测通过。"),
            "liveness",
            "RST-08 §3" if outcome == "replay" else "RST-08 §2",
            "RST-05 §2",
            1.1,
        ),
        Facet(
            "face_match",
            "face_match" in bad,
            round(face, 3),
            (f"The face agrees with the KYC photo to {percent} % only.", f"人脸与 KYC 照片相似度仅 {percent}%。"),
            (f"The face agrees with the KYC photo to {percent} %.", f"人脸与 KYC 照片相似度为 {percent}%。"),
            "liveness",
            "RST-05 §2",
            "RST-05 §2",
            1.1,
        ),
        Facet(
            "checks_answered",
            "checks_answered" in bad,
            right,
            (f"Only {right} of 5 checks were answered right.", f"5 项核验仅答对 {right} 项。"),
            (f"{right} of 5 checks were answered right.", f"5 项核验答对 {right} 项。"),
            "checks",
            "RST-05 §2",
            "RST-05 §2",
            1.0,
        ),
        Facet(
            "reset_channel",
            "reset_channel" in bad,
            0.2 if "reset_channel" in bad else 0.9,
            ("The request came over a channel that proves little.", "申请渠道的身份证明强度低。"),
            ("The request came over a strong channel.", "申请渠道的身份证明强度高。"),
            "request",
            None,
            "RST-05 §1",
            0.9,
        ),
        Facet(
            "sim_change",
            "sim_change" in bad,
            "yes" if "sim_change" in bad else "no",
            ("The SIM was changed within 72 hours.", "72 小时内更换过 SIM 卡。"),
            ("The SIM is the same as before.", "SIM 卡未更换。"),
            "checks",
            "RST-05 §4",
            "RST-05 §4",
            0.8,
        ),
        Facet(
            "unrecognised_device",
            "unrecognised_device" in bad,
            "yes" if "unrecognised_device" in bad else "no",
            (f"{device} was never seen on this account before.", f"{device} 此前从未在该账户出现。"),
            ("The request came from the customer's own device.", "申请来自用户常用设备。"),
            "devices",
            "RST-05 §1",
            "RST-05 §1",
            0.7,
        ),
        Facet(
            "balance_at_risk",
            "balance_at_risk" in bad,
            balance,
            (f"{balance:,} USDT stand behind this reset.", f"账户余额 {balance:,} USDT，风险较大。"),
            ("The balance is small.", "账户余额较小。"),
            "request",
            "RST-05 §3",
            "RST-05 §5",
            0.5,
        ),
        Facet(
            "known_city",
            "known_city" in bad,
            0 if "known_city" in bad else rng.randint(10, 90),
            ("The account was never in this city before.", "账户此前从未在该城市登录。"),
            ("The request came from the usual city.", "申请来自常用城市。"),
            "timeline",
            None,
            "RST-05 §1",
            0.6,
        ),
        Facet(
            "email_age",
            "email_age" in bad,
            email_age,
            (f"The e-mail address was bound {email_age} days ago.", f"邮箱绑定仅 {email_age} 天。"),
            ("The e-mail address has been bound for long.", "邮箱绑定已久。"),
            "request",
            None,
            "RST-05 §1",
            0.6,
        ),
        Facet(
            "resets_12m",
            "resets_12m" in bad,
            resets,
            (f"It is reset number {resets + 1} within 12 months.", f"12 个月内第 {resets + 1} 次重置。"),
            ("There was hardly any reset before.", "此前几乎没有重置。"),
            "request",
            None,
            None,
            0.4,
        ),
        Facet(
            "hosting_ip",
            "hosting_ip" in bad,
            "yes" if "hosting_ip" in bad else "no",
            (f"The request came from the hosting network {network}.", f"申请来自机房 IP 所属网络 {network}。"),
            (f"The request came over {network}.", f"申请经由 {network}。"),
            "timeline",
            None,
            None,
            0.6,
        ),
        Facet(
            "emulator",
            "emulator" in bad,
            "yes" if "emulator" in bad else "no",
            (f"{device} carries the build flags of an emulator.", f"{device} 带有模拟器的系统标识。"),
            ("The device shows no sign of an emulator.", "设备无模拟器特征。"),
            "devices",
            None,
            None,
            0.6,
        ),
        Facet(
            "failed_sign_ins",
            "failed_sign_ins" in bad,
            failed,
            (f"{failed} sign-ins failed just before.", f"申请前登录失败 {failed} 次。"),
            ("Hardly any sign-in failed before.", "申请前几乎没有登录失败。"),
            "timeline",
            None,
            None,
            0.4,
        ),
        *common_facets(at),
        level_facet(at),
    ]
    parts = [
        evidence(
            "request",
            "reset_request",
            ("Request", "重置申请"),
            fields={
                "channel": channel,
                "reason": reason,
                "requested_at": iso(now - 12 * MINUTE),
                "device": device,
                "device_state": "new" if odd else "known",
                "ip": request_ip,
                "city": place.code,
                "country": place.country,
                "email_age_days": email_age,
                "resets_12m": resets,
            },
        ),
        evidence("around", "reset_requests", ("Requests around it", "前后申请"), rows=_around(at, channel, resets)),
        evidence(
            "liveness",
            "liveness",
            ("Liveness and face", "活体检测与人脸"),
            fields={
                "result": outcome,
                "face_match": round(face, 3),
                "spoof_score": round(1 - live, 3),
                "attempts": rng.randint(2, 4) if outcome != "passed" else 1,
                "checked_at": iso(now - 9 * MINUTE),
                "camera": "virtual" if outcome == "replay" else "built_in",
            },
        ),
        evidence("checks", "security_questions", ("Checks with the owner", "本人核验"), rows=checks),
        evidence("support", "support_contact", ("Support contact", "客服联系记录"), fields=_support(at, channel)),
        evidence("timeline", "signin_timeline", ("Sign-ins", "登录记录"), rows=rows),
        evidence("devices", "devices", ("Devices", "设备"), rows=device_rows(at, own, odd, "emulator" in bad)),
        *history(at, "reset_2fa"),
    ]
    return Story(
        subject(at, balance=balance, channel=channel, reason=reason),
        parts,
        facets,
        ("The bound phone was not called.", "未拨打绑定手机。"),
        (
            ("The carrier was not asked about the SIM.", "未向运营商核实 SIM 卡。"),
            ("Older support chats were not read.", "未查看以往客服会话。"),
            (
                f"The last {HOUR // 60} minutes of other accounts on this IP were not looked at.",
                f"未查看同 IP 其他账户最近 {HOUR // 60} 分钟的活动。",
            ),
        ),
        links_of(at, device=at.cluster.get("device", ""), ip=at.cluster.get("ip", "")),
    )


def _around(at: Scene, channel: str, resets: int) -> list[Row]:
    """Other requests on the account: old resets, and whatever else was asked for within the hour."""
    rng, now, bad = at.rng, at.opened, at.risky
    rows: list[Row] = [
        {
            "at": iso(now - rng.randint(1, max(2, min(340, at.account_age_days - 1))) * DAY),
            "request": "twofa",
            "channel": rng.choice(("app_video", "email_sms")),
            "same_device": "yes",
            "answer": rng.choice(("done", "done", "dropped")),
        }
        for _ in range(resets)
    ]
    rows.sort(key=lambda row: str(row["at"]))
    strange = bool(bad & {"unrecognised_device", "emulator", "sim_change", "email_age"})
    if strange:
        wish = "email_change" if "email_age" in bad else "phone_change" if "sim_change" in bad else "limit_raise"
        rows.append(
            {
                "at": iso(now - rng.randint(35, 55) * MINUTE),
                "request": wish,
                "channel": channel,
                "same_device": "no",
                "answer": rng.choice(("waiting", "refused")),
            }
        )
    rows.append(
        {
            "at": iso(now - 20 * MINUTE),
            "request": "password",
            "channel": channel,
            "same_device": "no" if strange else "yes",
            "answer": "done",
        }
    )
    rows.append(
        {
            "at": iso(now - 12 * MINUTE),
            "request": "twofa",
            "channel": channel,
            "same_device": "no" if strange else "yes",
            "answer": "waiting",
        }
    )
    return rows


def _support(at: Scene, channel: str) -> Row:
    rng, bad = at.rng, at.risky
    pushed = bool(bad & {"reset_channel", "checks_answered"})
    return {
        "contacted_at": iso(at.opened - rng.randint(13, 19) * MINUTE),
        "channel": channel if channel.startswith("support") else "support_chat",
        "topic": "urgent_withdrawal" if pushed and "balance_at_risk" in bad else "lost_2fa",
        "identity_checked": "no" if "checks_answered" in bad else rng.choice(("yes", "partly")),
        "called_back": "no_reply" if "sim_change" in bad else rng.choice(("answered", "not_called")),
        "pressed": "yes" if pushed else "no",
        "talk_min": rng.randint(4, 25),
        "contacts_30d": rng.randint(3, 9) if pushed else rng.randint(1, 2),
    }
