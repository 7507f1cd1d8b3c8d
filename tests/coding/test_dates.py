"""Which days the words of an article name.

The tables mark the phrase in square brackets and give the days it names, both
ends included, and their precision.  Unless a table says otherwise the article
was published on Wednesday 2020-01-08.
"""

import datetime as dt
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.coding.dates import find_dates, resolve
from talion.records import When

PUBLISHED = dt.date(2020, 1, 8)
ANCHOR = When(dt.date(2019, 12, 27), dt.date(2019, 12, 27), "day")


def marked(sentence):
    start, end = sentence.index("["), sentence.index("]") - 1
    return sentence.replace("[", "").replace("]", ""), start, end


def days(when):
    if when is None:
        return None
    ends = f"{when.start}" if when.start == when.end else f"{when.start}..{when.end}"
    return f"{ends} {when.precision}"


def check(sentence, expected, published=PUBLISHED, **options):
    text, start, end = marked(sentence)
    found = find_dates(text, published, **options)
    spans = [(p.start, p.end) for p in found]
    assert (start, end) in spans, [(p.text, p.kind) for p in found]
    phrase = found[spans.index((start, end))]
    assert phrase.text == text[start:end]
    assert days(phrase.when) == expected


ABSOLUTE = [
    ("Rockets hit the base on [3 January 2020].", "2020-01-03 day"),
    ("Rockets hit the base on [January 3, 2020], officials said.", "2020-01-03 day"),
    ("Rockets hit the base on [Jan. 3, 2020].", "2020-01-03 day"),
    ("Rockets hit the base on [Jan. 3].", "2020-01-03 day"),
    ("Rockets hit the base on [3 Jan].", "2020-01-03 day"),
    ("Rockets hit the base on [3rd January].", "2020-01-03 day"),
    ("Rockets hit the base on [the 3rd of January].", "2020-01-03 day"),
    ("Rockets hit the base on [January 3rd].", "2020-01-03 day"),
    ("Rockets hit on [Friday, January 3, 2020].", "2020-01-03 day"),
    ("Rockets hit on [Friday, Jan. 3].", "2020-01-03 day"),
    ("Rockets hit on [Friday 3 January].", "2020-01-03 day"),
    ("Rockets hit on [Fri, 3 Jan 2020].", "2020-01-03 day"),
    ("On [25 December 2019] a truck exploded.", "2019-12-25 day"),
    ("On [December 25] a truck exploded.", "2019-12-25 day"),
    ("On [Dec 25] a truck exploded.", "2019-12-25 day"),
    ("On [Sept. 14, 2019], drones struck.", "2019-09-14 day"),
    ("On [14 September] drones struck.", "2019-09-14 day"),
    ("The base was hit on [2020-01-03].", "2020-01-03 day"),
    ("The base was hit on [13/12/2019].", "2019-12-13 day"),
    ("The base was hit on [12/13/2019].", "2019-12-13 day"),
    ("The base was hit on [03.01.2020].", "2020-01-03 day"),
    ("The [May 3] attack killed five.", "2019-05-03 day"),
    ("He died on [10 January] in exile.", "2019-01-10 day"),
    ("It signed the pact on [MARCH 3, 2015].", "2015-03-03 day"),
    ("It signed the pact on [29 February 2016].", "2016-02-29 day"),
    (
        "A raid on [January 3] night failed.".replace("[January 3] night", "[January 3 night]"),
        "2020-01-03 day",
    ),
    ("He was seen on [the preceding Saturday, January 4].", "2020-01-04 day"),
    ("The vote was scheduled for [March 24].", "2020-03-24 day"),
    (
        "The vote was postponed until [Friday].".replace("until [", "[until "),
        "2020-01-08..2020-01-10 range",
    ),
    ("The [2014] elections were held.", "2014-01-01..2014-12-31 year"),
    ("The [2019] African Union summit ended.", "2019-01-01..2019-12-31 year"),
    ("The trial is scheduled for [July].", "2020-07-01..2020-07-31 month"),
    ("On [September 20 of last year] it marched.", "2019-09-20 day"),
    ("He was born on [7 July 1944].", "1944-07-07 day"),
    ("It fell in [January 2020].", "2020-01-01..2020-01-08 month"),
    ("It fell in [October 2019].", "2019-10-01..2019-10-31 month"),
    ("It fell in [Oct. 2019].", "2019-10-01..2019-10-31 month"),
    ("It fell in [October of 2019].", "2019-10-01..2019-10-31 month"),
    ("The [October 2019] protests went on.", "2019-10-01..2019-10-31 month"),
    ("It fell in [October].", "2019-10-01..2019-10-31 month"),
    ("It fell in [May].", "2019-05-01..2019-05-31 month"),
    (
        "It fell in [March] of that year.".replace(" of that year", ""),
        "2019-03-01..2019-03-31 month",
    ),
    ("The [October] protests went on.", "2019-10-01..2019-10-31 month"),
    ("[October]'s protests went on.", "2019-10-01..2019-10-31 month"),
    ("It fell in [mid-October].", "2019-10-11..2019-10-20 range"),
    ("It fell in [early October].", "2019-10-01..2019-10-10 range"),
    ("It fell in [late October 2019].", "2019-10-21..2019-10-31 range"),
    ("It fell at [the end of October].", "2019-10-21..2019-10-31 range"),
    ("It fell at [the beginning of March 2003].", "2003-03-01..2003-03-10 range"),
    ("It fell in [2006].", "2006-01-01..2006-12-31 year"),
    ("The war of [2006] went on.", "2006-01-01..2006-12-31 year"),
    ("The [2003] invasion went on.", "2003-01-01..2003-12-31 year"),
    ("The [2015] nuclear deal collapsed.", "2015-01-01..2015-12-31 year"),
    ("Russia's [2014] annexation of Crimea was condemned.", "2014-01-01..2014-12-31 year"),
    ("It fell in [early 2019].", "2019-01-01..2019-04-30 range"),
    ("It fell in [mid-2019].", "2019-05-01..2019-08-31 range"),
    ("It fell in [late 2019].", "2019-09-01..2019-12-31 range"),
    ("It fell at [the end of 2019].", "2019-09-01..2019-12-31 range"),
    ("It fell in [the 1980s].", "1980-01-01..1989-12-31 range"),
    ("It fell in [the early 1990s].", "1990-01-01..1993-12-31 range"),
    ("It fell in [the late 1990s].", "1997-01-01..1999-12-31 range"),
    ("It fell in [the '90s].", "1990-01-01..1999-12-31 range"),
    ("It fell in [the 19th century].", "1801-01-01..1900-12-31 range"),
    ("It fell in [the summer of 2014].", "2014-06-01..2014-08-31 range"),
    ("It fell in [summer 2014].", "2014-06-01..2014-08-31 range"),
    ("It fell in [spring 2011].", "2011-03-01..2011-05-31 range"),
    ("It fell in [the winter of 2013].", "2013-12-01..2014-02-28 range"),
    ("It fell in [the fall of 2012].", "2012-09-01..2012-11-30 range"),
    ("It fell in [late summer 2014].", "2014-08-01..2014-08-31 range"),
    ("It fell in [the first quarter of 2019].", "2019-01-01..2019-03-31 range"),
    ("It fell in [the second half of 2018].", "2018-07-01..2018-12-31 range"),
    ("It fell in [the first week of October].", "2019-10-01..2019-10-07 week"),
    ("After [9/11] it joined the war.", "2001-09-11 day"),
    ("The [September 11] attacks changed it.", "2001-09-11 day"),
    ("The [Sept. 11, 2001], attacks changed it.", "2001-09-11 day"),
    ("Troops fired on [Christmas Day].", "2019-12-25 day"),
    ("Troops fired on [Christmas Eve 2009].", "2009-12-24 day"),
    ("Troops fired on [New Year’s Eve].", "2019-12-31 day"),
]

WEEKDAYS = [
    ("Rockets hit on [Friday].", "2020-01-03 day"),
    ("Rockets hit on [Wednesday].", "2020-01-08 day"),
    ("Rockets hit on [Thursday].", "2020-01-02 day"),
    ("[Sunday]'s vote was cancelled.", "2020-01-05 day"),
    ("Rockets hit [late Tuesday].".replace("[late ", "late ["), "2020-01-07 day"),
    ("Rockets hit [Tuesday night].", "2020-01-07 day"),
    ("Rockets hit on [Monday evening].", "2020-01-06 day"),
    ("Rockets hit in the early hours of [Monday morning].", "2020-01-06 day"),
    ("Rockets hit at dawn on [Saturday].", "2020-01-04 day"),
    ("Rockets hit [last Friday].", "2020-01-03 day"),
    ("Rockets hit [last Wednesday].", "2020-01-01 day"),
    ("Rockets hit [this past Friday].", "2020-01-03 day"),
    ("Rockets hit on [Friday last week].", "2020-01-03 day"),
    ("Rockets hit on [Tuesday of last week].", "2019-12-31 day"),
    ("It will vote [next Monday].", "2020-01-13 day"),
    ("It will vote [this Friday].", "2020-01-10 day"),
    ("After [Friday] prayers they marched.", "2020-01-03 day"),
]

RELATIVE = [
    ("Rockets hit [yesterday].", "2020-01-07 day"),
    ("Rockets hit [today].", "2020-01-08 day"),
    ("It holds talks [tomorrow].", "2020-01-09 day"),
    ("Rockets hit [the day before yesterday].", "2020-01-06 day"),
    ("Rockets hit [last night].", "2020-01-07 day"),
    ("Rockets hit [this morning].", "2020-01-08 day"),
    ("Rockets hit [tonight].", "2020-01-08 day"),
    ("Rockets hit [yesterday evening].", "2020-01-07 day"),
    ("Rockets hit [earlier today].", "2020-01-08 day"),
    ("Rockets hit [overnight].", "2020-01-07..2020-01-08 range"),
    ("Rockets hit [last week].", "2019-12-30..2020-01-05 week"),
    ("Rockets hit [this week].", "2020-01-06..2020-01-08 week"),
    ("It holds talks [next week].", "2020-01-13..2020-01-19 week"),
    ("Rockets hit [last month].", "2019-12-01..2019-12-31 month"),
    ("Rockets hit [this month].", "2020-01-01..2020-01-08 month"),
    ("It holds talks [next month].", "2020-02-01..2020-02-29 month"),
    ("Rockets hit [last year].", "2019-01-01..2019-12-31 year"),
    ("Rockets hit [this year].", "2020-01-01..2020-01-08 year"),
    ("It holds talks [next year].", "2021-01-01..2021-12-31 year"),
    ("Rockets hit in [the last decade].", "2010-01-08..2020-01-08 range"),
    ("Rockets hit [earlier this month].", "2020-01-01..2020-01-08 range"),
    ("Rockets hit [earlier this week].", "2020-01-06..2020-01-08 range"),
    ("Rockets hit [earlier this year].", "2020-01-01..2020-01-08 range"),
    ("It holds talks [later this month].", "2020-01-08..2020-01-31 range"),
    ("Rockets hit [late last year].", "2019-09-01..2019-12-31 range"),
    ("Rockets hit [early last year].", "2019-01-01..2019-04-30 range"),
    ("Rockets hit [late last month].", "2019-12-21..2019-12-31 range"),
    ("Rockets hit [late last week].", "2020-01-02..2020-01-05 range"),
    ("Rockets hit at [the end of last year].", "2019-09-01..2019-12-31 range"),
    ("Rockets hit at [the start of this week].", "2020-01-06..2020-01-08 range"),
    ("Rockets hit [over the weekend].", "2020-01-04..2020-01-05 range"),
    ("Rockets hit [at the weekend].", "2020-01-04..2020-01-05 range"),
    ("Rockets hit [last weekend].", "2020-01-04..2020-01-05 range"),
    ("It holds talks [next weekend].", "2020-01-11..2020-01-12 range"),
    ("Rockets hit [last summer].", "2019-06-01..2019-08-31 range"),
    ("Rockets hit [this winter].", "2019-12-01..2020-01-08 range"),
    ("Rockets hit [last October].", "2019-10-01..2019-10-31 month"),
    ("Rockets hit in [October last year].", "2019-10-01..2019-10-31 month"),
    ("Rockets hit in [May of last year].", "2019-05-01..2019-05-31 month"),
    ("It votes [next March].", "2020-03-01..2020-03-31 month"),
    ("Rockets hit in [the first half of last year].", "2019-01-01..2019-06-30 range"),
    ("Rockets hit in [the past week].", "2020-01-01..2020-01-08 range"),
    ("Rockets hit in [the last 24 hours].", "2020-01-07..2020-01-08 range"),
    ("Rockets hit in [the past three weeks].", "2019-12-18..2020-01-08 range"),
    ("Rockets hit in [the last two months].", "2019-11-08..2020-01-08 range"),
    ("Rockets hit over [the past year].", "2019-01-08..2020-01-08 range"),
    ("Rockets hit in [the past few days].", "2020-01-03..2020-01-08 range"),
    ("Rockets hit in [recent days].", "2020-01-01..2020-01-08 range"),
    ("Rockets hit in [recent weeks].", "2019-11-27..2020-01-08 range"),
    ("Rockets hit in [recent months].", "2019-07-12..2020-01-08 range"),
    ("Rockets [recently] hit the base.", "2019-11-09..2020-01-08 range"),
    ("It holds talks in [the coming days].", "2020-01-08..2020-01-15 range"),
    ("It holds talks in [the next two weeks].", "2020-01-08..2020-01-22 range"),
]

AGO = [
    ("Rockets hit [two days ago].", "2020-01-06 day"),
    ("Rockets hit [2 days ago].", "2020-01-06 day"),
    ("Rockets hit [a day ago].", "2020-01-07 day"),
    ("Rockets hit [a week ago].", "2019-12-30..2020-01-05 week"),
    ("Rockets hit [three weeks ago].", "2019-12-16..2019-12-22 week"),
    ("Rockets hit [two months ago].", "2019-11-01..2019-11-30 month"),
    ("Rockets hit [six months ago].", "2019-07-01..2019-07-31 month"),
    ("Tensions began [a year ago].", "2019-01-01..2019-12-31 year"),
    ("Tensions began [nearly two years ago].", "2018-01-01..2018-12-31 year"),
    ("Tensions began [more than ten years ago].", "2010-01-01..2010-12-31 year"),
    ("Tensions began [twenty-five years ago].", "1995-01-01..1995-12-31 year"),
    ("They fought Daesh [a few years back].", "2015-01-01..2018-12-31 range"),
    ("They fought Daesh [several months ago].", "2019-04-01..2019-10-31 range"),
    ("They fought Daesh [a couple of weeks ago].", "2019-12-23..2019-12-29 week"),
    ("They fought Daesh [a decade ago].", "2009-01-01..2011-12-31 range"),
    ("They fought Daesh [two decades ago].", "1998-01-01..2002-12-31 range"),
    ("They fought Daesh [days ago].", "2020-01-01..2020-01-07 range"),
    ("They fought Daesh [weeks ago].", "2019-11-27..2020-01-01 range"),
    ("They fought Daesh [years ago].", "2017-01-08..2019-01-08 range"),
    ("They fought Daesh [two hours ago].", "2020-01-08 day"),
    ("They fought Daesh [a year and a half ago].", "2018-07-01..2018-07-31 month"),
    ("They fought Daesh [half a year ago].", "2019-07-01..2019-07-31 month"),
]

SPANS = [
    ("Militias [for months] have targeted bases.", "2019-07-12..2020-01-08 range"),
    ("Fighting has gone on [for years].", "2017-01-08..2020-01-08 range"),
    ("Fighting has gone on [for weeks].", "2019-11-27..2020-01-08 range"),
    ("Fighting has gone on [for days].", "2020-01-01..2020-01-08 range"),
    ("Fighting has gone on [for decades].", "1995-01-08..2020-01-08 range"),
    ("Fighting has gone on [for three weeks].", "2019-12-18..2020-01-08 range"),
    ("Fighting has gone on [for the past three weeks].", "2019-12-18..2020-01-08 range"),
    ("Fighting has gone on [for more than two years].", "2018-01-08..2020-01-08 range"),
    ("Fighting has gone on [for a year].", "2019-01-08..2020-01-08 range"),
    ("Fighting went on [for a third day].", "2020-01-06..2020-01-08 range"),
    ("It has struck [since March].", "2019-03-01..2020-01-08 range"),
    ("It has struck [since 2015].", "2015-01-01..2020-01-08 range"),
    ("It has struck [since Tuesday].", "2020-01-07..2020-01-08 range"),
    ("It has struck [since last week].", "2019-12-30..2020-01-08 range"),
    ("It has struck [since the 1990s].", "1990-01-01..2020-01-08 range"),
    ("It has struck [since 3 May 2018].", "2018-05-03..2020-01-08 range"),
    ("It has struck [since the start of the year].", "2020-01-01..2020-01-08 range"),
    ("It has struck [since late last year].", "2019-09-01..2020-01-08 range"),
    ("It struck [until Tuesday].", "2020-01-07 range"),
    ("It struck [until 2012].", "2012-01-01..2012-12-31 range"),
    ("It struck [between 3 and 7 May].", "2019-05-03..2019-05-07 range"),
    ("It struck [between May 3 and 7].", "2019-05-03..2019-05-07 range"),
    ("It struck on [3-7 May 2018].", "2018-05-03..2018-05-07 range"),
    ("It struck on [May 3-7].", "2019-05-03..2019-05-07 range"),
    ("It struck [from 3 to 7 May].", "2019-05-03..2019-05-07 range"),
    ("It struck [from May 3 to June 2].", "2019-05-03..2019-06-02 range"),
    ("It struck [between 28 May and 2 June 2018].", "2018-05-28..2018-06-02 range"),
    ("It struck [from March 2011 to June 2012].", "2011-03-01..2012-06-30 range"),
    ("It struck [from March to June 2012].", "2012-03-01..2012-06-30 range"),
    ("It struck [between November and February].", "2018-11-01..2019-02-28 range"),
    ("It struck [between Monday and Wednesday].", "2020-01-06..2020-01-08 range"),
    ("It struck [from Monday to Tuesday].", "2020-01-06..2020-01-07 range"),
    ("It struck [Saturday through Monday].", "2020-01-04..2020-01-06 range"),
    ("It struck [from Sunday night through to Tuesday].", "2020-01-05..2020-01-07 range"),
    ("Parliament was suspended [until 14 March].", "2020-01-08..2020-03-14 range"),
    ("Parliament was suspended [until 14 November].", "2019-11-14 range"),
    (
        "It ran on the radio [from 1968] until his death.".replace("[from ", "from ["),
        "1968-01-01..1968-12-31 year",
    ),
    ("It ruled [from 2011 to 2014].", "2011-01-01..2014-12-31 range"),
    ("It ruled [between 2003 and 2006].", "2003-01-01..2006-12-31 range"),
    ("The [1980-88] war cost lives.", "1980-01-01..1988-12-31 range"),
    ("It ruled in [2011–2014].", "2011-01-01..2014-12-31 range"),
    ("It fell on the night of [3-4 January].", "2020-01-03..2020-01-04 range"),
]

FUTURE = [
    ("It will hold talks [within three days].", "2020-01-08..2020-01-11 range"),
    ("Talks will open on [Friday].", "2020-01-10 day"),
    ("Talks will open on [Wednesday].", "2020-01-08 day"),
    ("Talks will open on [20 January].", "2020-01-20 day"),
    ("Talks will open on [January 3].", "2021-01-03 day"),
    ("Talks will open in [March].", "2020-03-01..2020-03-31 month"),
    ("Talks will open [this week].", "2020-01-08..2020-01-12 week"),
    ("Talks will open [later this year].", "2020-01-08..2020-12-31 range"),
    ("Talks will open [this weekend].", "2020-01-11..2020-01-12 range"),
    ("Talks will open [over the weekend].", "2020-01-11..2020-01-12 range"),
    ("Talks will last [until Tuesday].", "2020-01-08..2020-01-14 range"),
    ("Talks will last [for three days].", "2020-01-08..2020-01-11 range"),
    ("Talks will open [in two weeks].", "2020-01-20..2020-01-26 week"),
    ("Talks will open in [summer].", "2020-06-01..2020-08-31 range"),
    ("Talks will open in [2021].", "2021-01-01..2021-12-31 year"),
    ("Talks will open [between Monday and Thursday].", "2020-01-13..2020-01-16 range"),
]

ANCHORED = [
    ("Rockets hit [the previous day].", "2019-12-26 day"),
    ("Rockets hit [the day before].", "2019-12-26 day"),
    ("Rockets hit [the following day].", "2019-12-28 day"),
    ("Rockets hit [the next day].", "2019-12-28 day"),
    ("Rockets hit [a day later].", "2019-12-28 day"),
    ("Rockets hit [two days later].", "2019-12-29 day"),
    ("Rockets hit [two days earlier].", "2019-12-25 day"),
    ("Rockets hit [three days after].", "2019-12-30 day"),
    ("Rockets hit [the same day].", "2019-12-27 day"),
    ("Rockets hit [that day].", "2019-12-27 day"),
    ("Rockets hit [hours later].", "2019-12-27 day"),
    ("Rockets hit [days later].", "2019-12-28..2020-01-03 range"),
    ("Rockets hit [the following week].", "2019-12-30..2020-01-05 week"),
    ("Rockets hit [a week earlier].", "2019-12-16..2019-12-22 week"),
    ("Rockets hit [that month].", "2019-12-01..2019-12-31 month"),
    ("Rockets hit [the following month].", "2020-01-01..2020-01-08 month"),
    ("Rockets hit [the previous year].", "2018-01-01..2018-12-31 year"),
    ("Rockets hit [a year later].", "2020-01-01..2020-01-08 year"),
    ("Rockets hit [on the eve of] the vote.", "2019-12-26 day"),
    ("Rockets have hit [since then].", "2019-12-27..2020-01-08 range"),
    ("Rockets hit [at dawn].", "2019-12-27 day"),
]

SATURDAY = [
    ("One contractor was killed [last week].", "2019-12-23..2019-12-29 week"),
    ("Rockets hit on [Friday].", "2020-01-03 day"),
    ("Rockets hit on [Saturday].", "2020-01-04 day"),
    ("Rockets hit on [Sunday].", "2019-12-29 day"),
    ("Rockets hit [last Saturday].", "2019-12-28 day"),
    ("Rockets hit [over the weekend].", "2020-01-04 range"),
    ("Rockets hit [last weekend].", "2019-12-28..2019-12-29 range"),
    ("Rockets hit [this week].", "2019-12-30..2020-01-04 week"),
    ("Tensions began [a year ago].", "2019-01-01..2019-12-31 year"),
    ("They fought Daesh [a few years back].", "2015-01-01..2018-12-31 range"),
]

AMBIGUOUS = ["The base was hit on [03/01/2020].", "The base was hit on [3/1/20]."]

NOT_DATES = [
    "A 20-year-old man was killed.",
    "A man aged 20 was killed.",
    "A two-day visit ended with a three-year pact.",
    "Theresa May said troops may march.",
    "Protesters march on the capital.",
    "Talks with May broke down after May’s ministers resigned.",
    "Iran may attack.",
    "Sun newspapers and the Sunday Times reported it.",
    "The Mail on Sunday reported it.",
    "More than 2,015 people were killed.",
    "A force of 2000 soldiers crossed.",
    "It killed 1990 people.",
    "Resolution 2231 was passed.",
    "They fired 107 mm rockets at K-1.",
    "F-16 jets struck Camp 2018.",
    "It was the most serious protest in years.",
    "He was jailed for two years.",
    "He was sent to prison for two years.",
    "They pray on Fridays.",
    "The March 14 Alliance and Black September denied it.",
    "The second front opened a second time.",
    "The fall of Kabul shocked them.",
    "The plane fell in the spring mud of the valley.",
    "Back in the capital they came back to power.",
    "USA Today reported it.",
    "Officials said on condition of anonymity.",
    "Five of 12 men were hurt.",
    "The road was blocked at 10:30.",
    "They marched into Augusta.",
]


@pytest.mark.parametrize(("sentence", "expected"), ABSOLUTE)
def test_absolute(sentence, expected):
    """Days, months, years, seasons and decades that the text names outright."""
    check(sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), WEEKDAYS)
def test_weekdays(sentence, expected):
    """A weekday is the last such day up to and including the day of publication."""
    check(sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), RELATIVE)
def test_relative(sentence, expected):
    """Phrases that count from the day of publication."""
    check(sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), AGO)
def test_ago(sentence, expected):
    """The unit of "ago" is its precision; vague numbers give ranges."""
    check(sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), SPANS)
def test_spans(sentence, expected):
    """Durations end at publication; from-to and between-and have both ends."""
    check(sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), FUTURE)
def test_future(sentence, expected):
    """In the future tense the next such day is meant."""
    check(sentence, expected, future=True)


@pytest.mark.parametrize(("sentence", "expected"), SATURDAY)
def test_from_a_saturday(sentence, expected):
    """Weeks begin on Monday, also for an article of a Saturday."""
    check(sentence, expected, published=dt.date(2020, 1, 4))


@pytest.mark.parametrize(("sentence", "expected"), ANCHORED)
def test_anchored(sentence, expected):
    """Phrases that count from a day named before need that day."""
    text, start, end = marked(sentence)
    (phrase,) = [p for p in find_dates(text, PUBLISHED) if (p.start, p.end) == (start, end)]
    assert phrase.when is None
    assert days(resolve(phrase, PUBLISHED, ANCHOR)) == expected


@pytest.mark.parametrize("sentence", AMBIGUOUS)
def test_ambiguous(sentence):
    """A date that may be day first or month first is found and not resolved."""
    text, start, end = marked(sentence)
    (phrase,) = find_dates(text, PUBLISHED)
    assert (phrase.start, phrase.end, phrase.kind, phrase.when) == (start, end, "ambiguous", None)


@pytest.mark.parametrize("text", NOT_DATES)
def test_not_dates(text):
    """Ages, numbers, names and verbs are no dates."""
    assert find_dates(text, PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It was the deadliest attack since 2003.", "comparison"),
        ("It attacked for the first time since March.", "comparison"),
        ("Protests spread since March.", "since"),
        ("It fled before 2003.", "before"),
        ("It fled after Friday's raid.", "after"),
        ("It must leave by Friday.", "by"),
        ("It must leave by 31 January.", "by"),
        ("It fought until Friday.", "until"),
        ("It fought for months.", "duration"),
        ("It fought on Friday.", "weekday"),
        ("It fought in 2003.", "year"),
    ],
)
def test_kind_says_how_the_phrase_bounds(text, kind):
    """Callers can tell a bound or a comparison from the day of an event."""
    (phrase,) = find_dates(text, PUBLISHED)
    assert phrase.kind == kind


def test_a_term_without_a_year_is_the_nearer_one():
    """A term of a few weeks ahead is not taken for one almost a year back."""
    (phrase,) = find_dates("It intended to leave by 31 January.", PUBLISHED)
    assert days(phrase.when) == "2020-01-31 day"
    (phrase,) = find_dates("It had left by 1 January.", PUBLISHED)
    assert days(phrase.when) == "2020-01-01 day"


def test_in_three_months_counts_only_in_the_future():
    """In the past tense "in three months" tells how rare something was, and names no day."""
    (phrase,) = find_dates("It was the first attack in three months.", PUBLISHED)
    assert (phrase.kind, phrase.when) == ("ahead", None)


def test_the_next_two_years_of_a_story():
    """Without a sign of the future "the next two years" counts from the story, not from today."""
    (phrase,) = find_dates("He spent the next two years in exile.", PUBLISHED)
    assert phrase.when is None


def test_several_phrases_in_order():
    """Every phrase of a sentence is found once, in order."""
    text = "On Friday it hit what it had hit in 2006, two days ago and on Jan. 3, for months."
    assert [p.text for p in find_dates(text, PUBLISHED)] == [
        "Friday",
        "2006",
        "two days ago",
        "Jan. 3",
        "for months",
    ]


def test_without_publication_only_full_dates_resolve():
    """Relative phrases of an undated article are found and stay open."""
    by_text = {
        p.text: p.when for p in find_dates("On 3 May 2018, last week, on Friday and in 2006.", None)
    }
    assert days(by_text["3 May 2018"]) == "2018-05-03 day"
    assert days(by_text["2006"]) == "2006-01-01..2006-12-31 year"
    assert by_text["Friday"] is None
    assert by_text["last week"] is None


def test_resolve_reads_a_phrase_again():
    """The tense and the day can be changed after finding."""
    (phrase,) = find_dates("Talks open on Friday.", PUBLISHED)
    assert days(resolve(phrase, PUBLISHED, future=True)) == "2020-01-10 day"
    assert days(resolve(phrase, dt.date(2020, 1, 3))) == "2020-01-03 day"


PHRASES = [s for t in (ABSOLUTE, WEEKDAYS, RELATIVE, AGO, SPANS, FUTURE) for s, _ in t]
PAST = [
    s
    for t in (WEEKDAYS, AGO, SPANS)
    for s, _ in t
    if not any(w in s for w in ("next", "this Friday", "until"))
]


@given(st.sampled_from(PHRASES), st.dates(), st.booleans())
def test_ends_are_in_order(sentence, published, future):
    """No phrase ends before it begins, on any day of the calendar, and none raises."""
    for phrase in find_dates(marked(sentence)[0], published, future=future):
        if phrase.when is not None:
            assert phrase.when.start <= phrase.when.end


@given(st.sampled_from(PAST), st.dates(min_value=dt.date(2021, 1, 1)))
def test_past_phrases_end_by_publication(sentence, published):
    """What is told in the past tense did not happen after the article appeared."""
    for phrase in find_dates(marked(sentence)[0], published):
        if phrase.when is not None:
            assert phrase.when.end <= published


@given(st.sampled_from([s for s, _ in ANCHORED]), st.dates(), st.dates(), st.dates())
def test_anchors_anywhere(sentence, published, first, second):
    """Any anchor gives an interval in order."""
    anchor = When(min(first, second), max(first, second), "range")
    for phrase in find_dates(marked(sentence)[0], published):
        when = resolve(phrase, published, anchor)
        assert when is None or when.start <= when.end


@given(st.text(max_size=60), st.dates())
def test_any_text(text, published):
    """No text raises, and phrases lie in it without overlap."""
    found = find_dates(text, published)
    assert all(text[p.start : p.end] == p.text for p in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_speed():
    """Sentences without a date cost almost nothing, others little."""
    plain = (
        "The president of the republic said that the soldiers had crossed the border with tanks."
    )
    dated = "On Friday the president said the soldiers had crossed the border two days ago, on 3 May 2018."
    find_dates(dated, PUBLISHED)
    for sentence, least in ((plain, 3_000), (dated, 250)):
        start = time.process_time()
        for _ in range(400):
            find_dates(sentence, PUBLISHED)
        assert 400 / (time.process_time() - start) > least
