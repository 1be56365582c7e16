from datetime import date

from releve.desks.townhall.chart import LABEL_WIDTH, NUMBER_WIDTH, WIDTH, bar_chart
from releve.desks.townhall.closed_days import ClosedDays, closed_days
from releve.desks.townhall.coverage import Coverage
from releve.desks.townhall.months import last_of, months_until
from releve.pipeline.offices.handover import ClosedHalfDay
from releve.shared.half_days import Half


def test_chart_when_all_months_are_empty_draws_no_length():
    assert [bar.width for bar in bar_chart([("oct.", 0), ("nov.", 0)]).bars] == [0, 0]


def test_chart_when_all_months_are_masked_draws_marks():
    assert [bar.is_masked for bar in bar_chart([("oct.", None), ("nov.", None)]).bars] == [True, True]


def test_chart_when_one_month_is_largest_fills_the_room():
    chart = bar_chart([("oct.", 100), ("nov.", 50)])
    room = WIDTH - LABEL_WIDTH - NUMBER_WIDTH
    assert [bar.width for bar in chart.bars] == [room, room // 2]
    assert all(bar.y + 16 <= chart.height for bar in chart.bars)


def test_months_when_asked_in_january_reach_into_the_year_before():
    months = months_until(date(2027, 1, 31))
    assert (len(months), months[0], months[-1]) == (13, date(2026, 1, 1), date(2027, 1, 1))
    assert last_of(date(2028, 2, 1)) == date(2028, 2, 29)


def test_coverage_when_the_office_never_opens_has_no_percentage():
    coverage = Coverage(0, 0, 0, (), ())
    assert (coverage.pct, coverage.words) == (None, "aucune ouverture")


def test_closed_days_when_of_one_label_and_near_are_told_together():
    half_days = [
        ClosedHalfDay(date(2026, 12, day), half, "Congés", is_public_holiday=False)
        for day in (22, 23, 28)
        for half in Half
    ]
    christmas = ClosedHalfDay(date(2026, 12, 25), Half.MORNING, "Noël", is_public_holiday=True)
    assert closed_days([*half_days[:4], christmas, *half_days[4:]]) == [
        ClosedDays(date(2026, 12, 22), date(2026, 12, 23), "Congés"),
        ClosedDays(date(2026, 12, 25), date(2026, 12, 25), "Noël"),
        ClosedDays(date(2026, 12, 28), date(2026, 12, 28), "Congés"),
    ]
