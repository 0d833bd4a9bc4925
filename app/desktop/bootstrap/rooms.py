"""The rooms of the workstation, made when they are asked for, and what each of them is given."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.contract import structures
from app.desktop.runtime.stay import Stay
from app.desktop.shell.room import Comfort, Room, RoomContext

if TYPE_CHECKING:
    from app.desktop.bootstrap.services import Services
    from app.desktop.bootstrap.settings_desk import Station
    from app.desktop.panels.review.front import ReviewFront


def build(
    name: str,
    station: "Station",
    services: "Services",
    stay: Stay,
    show_case: Callable[[str], None],
    front: "ReviewFront | None" = None,
) -> Room:
    """The room of that name, and for any other name the settings. `front`: the rows that stand there already."""
    if name == "review":
        from app.desktop.panels import review

        return review.build(_context(station, services, stay, show_case), front)
    if name == "day":
        from app.desktop.panels import day

        return day.build(_context(station, services, stay, show_case))
    if name == "qa":
        from app.desktop.panels import qa

        return qa.build(_context(station, services, stay, show_case))
    if name == "calibrate":
        from app.desktop.panels import calibrate

        return calibrate.build(_context(station, services, stay, show_case))
    if name == "feedback":
        from app.desktop.panels import feedback

        return feedback.build(_context(station, services, stay, show_case))
    if name == "sops":
        from app.desktop.panels import sops

        return sops.build(_context(station, services, stay, show_case))
    if name == "team":
        from app.desktop.panels import team

        return team.build(_context(station, services, stay, show_case))
    if name == "activity":
        from app.desktop.panels import activity

        return activity.build(_context(station, services, stay, show_case))
    from app.desktop.bootstrap.settings_desk import SettingsDesk
    from app.desktop.panels import settings

    return settings.build(SettingsDesk(station))


def _context(station: "Station", services: "Services", stay: Stay, show_case: Callable[[str], None]) -> RoomContext:
    assert services.worker is not None
    window = station.window
    structures.read_all()
    return RoomContext(
        tasks=stay,
        hub=stay,
        clock=services.clock,
        queue=services.queue,
        cases=services.cases,
        reviews=services.reviews,
        reveals=services.reveals,
        activity=services.activity,
        session=services.session,
        status=services.status,
        hand=services.hand,
        connection=services.worker,
        key_of=window.actions_.key_cap,
        show_case=show_case,
        show_clause=window.sheets.show_clause,
        acts=window.acts.count,
        comfort=lambda: Comfort(
            documents_grey=station.settings.now.documents == "grey",
            documents_blurred=station.documents_blurred,
        ),
        documents=services.documents,
        contexts=services.contexts,
        after_reveal=services.after_reveal,
        asks_again=services.asks_again,
        patterns=services.patterns,
        case_work=services.case_work,
        notes=services.notes,
        snippets=services.snippets,
        search=services.search,
        bulk=services.bulk,
        queue_moves=services.queue_moves,
        assignments=services.assignments,
        saved_views=services.saved_views,
        day=services.day,
        along=services.along,
        team=services.team,
        files=services.files,
        quality=services.quality,
        ladder=services.ladder,
        golds=services.golds,
        thresholds=services.thresholds,
        calibration=services.calibration,
        sessions=services.sessions,
        loop=services.loop,
        regression=services.regression,
        news=services.news,
        sops=services.sops,
    )
