"""The commands that ask questions of a record: arguments, JSON, plots, errors."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest
from typer.testing import CliRunner

from talion.cli import app
from talion.dynamics import simulate

RUN = CliRunner()


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    """Three years of acts of A and B, with threats, as a CSV with other column names."""
    table = simulate.events(simulate.World(days=1100, rates=(0.5, 0.5)), seed=1)
    threats = table.iloc[::20].assign(quad_class=3)
    table = pd.concat([table, threats]).assign(
        kind=lambda f: f["quad_class"].map({3: "THREATEN", 4: "ASSAULT"}), country="IRQ", id=lambda f: [f"e{i:05}" for i in range(len(f))],
    )  # fmt: skip
    path = tmp_path_factory.mktemp("events") / "events.csv"
    table.drop(columns="quad_class").rename(
        columns={"date": "Event_Date", "actor": "Source"}
    ).to_csv(path, index=False)
    return str(path)


COLUMNS = ["--columns", "date=Event_Date,actor=Source", "--columns", "type=kind"]


def ask(*args):
    return RUN.invoke(app, [*map(str, args)])


def answer(*args):
    """Return the JSON that a command prints."""
    done = ask(*args, *COLUMNS, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found["caveats"], list)
    assert all(isinstance(c, str) for c in found["caveats"])
    return found


def test_react_gives_the_keys_of_the_contract(events):
    found = answer("react", "A", "B", events)
    for way in ("a_answers_b", "b_answers_a"):
        assert found[way]["verdict"] in ("answers", "no_sign", "cannot_tell")
        assert {"p_value", "share", "share_low", "share_high", "half_life_days"} <= set(found[way])


def test_effect_gives_the_keys_of_the_contract(events):
    found = answer("effect", "2001-06-01", "2002-01-10", events, "--of", "A", "--on", "B")
    assert found["verdict"] in ("deterred", "provoked", "no_visible_effect", "cannot_tell")
    assert {"rate_ratio", "low", "high", "lead_ratio"} <= set(found)
    assert found["dates"] == ["2001-06-01", "2002-01-10"]


def test_forecast_gives_the_keys_of_the_contract(events):
    pytest.importorskip("talion.dynamics.forecast")
    found = answer("forecast", "A", "B", events, "--days", 14)
    assert set(found["quantiles"]) == {"0.05", "0.25", "0.5", "0.75", "0.95"}
    assert found["mean"] >= 0
    assert {"crps", "crps_baselines", "coverage90", "origins"} <= set(found["track_record"])


@pytest.mark.parametrize(
    ("args", "key"),
    [
        (["dyads"], "dyads"),
        (["dyads", "--proxies", "in"], "dyads"),
        (["threats", "A", "B", "--days", "7"], "threats"),
        (["threats", "any", "any", "--days", "7"], "threats"),
        (["since", "2002-06-01"], "readings"),
        (["since", "e00100", "--columns", "event_id=id"], "readings"),
        (["spill", "2002-06-01", "--columns", "theatre=country"], "units"),
        (["spill", "2002-06-01", "--days", "14"], "units"),
    ],
)
def test_the_other_questions_answer_in_json(events, args, key):
    assert isinstance(answer(args[0], *args[1:], events)[key], list)


def test_pressure_and_proxies_refuse_with_exit_code_zero(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text(
        "date,actor,recipient,type\n2020-01-03,irn,usa,ASSAULT\n2020-01-04,usa,irn,ASSAULT\n"
    )
    for question in ("pressure", "proxies"):
        done = ask(question, "irn", path, "--json")
        assert done.exit_code == 0
        assert json.loads(done.stdout)["verdict"] == "cannot_tell"


def test_words_are_printed_without_json(events):
    done = ask("dyads", events, *COLUMNS)
    assert done.exit_code == 0
    assert "A on B" in done.stdout


def test_types_and_quad_choose_what_counts(events):
    chosen = answer("dyads", events, "--types", "threaten")
    assert "THREATEN" in chosen["chosen"]
    both = answer("dyads", events, "--quad", "3,4")
    assert both["acts"] == chosen["acts"] + answer("dyads", events)["acts"]


def test_several_files_are_one_record(events):
    assert answer("dyads", events, events)["acts"] == 2 * answer("dyads", events)["acts"]


def test_a_database_is_a_record(tmp_path):
    from talion.store.database import Database

    path = tmp_path / "record.duckdb"
    Database(path).close()
    done = ask("dyads", path)
    assert done.exit_code == 0
    assert done.stdout.startswith("No dyad")


@pytest.mark.parametrize("suffix", [".html", ".json", ".svg"])
def test_a_plot_is_saved_where_asked(events, tmp_path, suffix):
    path = tmp_path / f"plot{suffix}"
    assert ask("dyads", events, *COLUMNS, "--save-plot", path).exit_code == 0
    assert path.stat().st_size > 500


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["dyads", "nowhere.csv"], "no such file"),
        (["dyads", "{events}"], "type, quad_class or score is needed"),
        (["dyads", "{events}", "--columns", "date"], "write NAME=COLUMN"),
        (["dyads", "{events}", "--columns", "theatre=nowhere"], "no column 'nowhere'"),
        (["dyads", "{events}", *COLUMNS, "--quad", "four"], "give one or more of 1, 2, 3 and 4"),
        (["dyads", "{events}", *COLUMNS, "--types", "ASAULT"], "ASSAULT"),
        (["dyads", "{events}", *COLUMNS, "--save-plot", "plot.doc"], "has to end in"),
        (["react", "A", "nobody", "{events}", *COLUMNS], "'nobody' is no actor"),
        (["threats", "A", "+", "{events}", *COLUMNS], "a side cannot be empty"),
        (["effect", "{events}", "--of", "A", "--on", "B"], "Write days as YYYY-MM-DD"),
        (
            ["effect", "2001-13-01", "{events}", "--of", "A", "--on", "B"],
            "'2001-13-01' is not a day",
        ),
        (
            ["react", "A", "B", "{events}", *COLUMNS, "--save-plot", "nowhere/plot.svg"],
            "there is no folder",
        ),
        (["effect", "2001-01-01", "--of", "A", "--on", "B"], "Give a file after the dates"),
        (["react", "A", "A", "{events}", *COLUMNS], "A and A are one side"),
        (["since", "01.05.2002", "{events}", *COLUMNS], "neither a day nor the id"),
        (["since", "yesterday", "{events}", *COLUMNS], "neither a day nor the id"),
        (["since", "2002-06-01", "{events}", *COLUMNS, "--claim", "then"], "YYYY-MM-DD"),
        (["spill", "yesterday", "{events}", *COLUMNS], "neither a day nor the id"),
    ],
)
def test_wrong_use_exits_with_two_and_one_line(events, args, words):
    done = ask(*(a.replace("{events}", events) for a in args))
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_caveats_are_set_apart_and_say_which_columns_were_taken(events):
    done = ask("dyads", events, "--columns", "type=kind")
    assert done.exit_code == 0
    answer_part, caveats = done.stdout.split("\nBear in mind:\n")
    assert "A on B" in answer_part
    assert "Event_Date as date, Source as actor" in caveats


def test_sides_that_are_codes_say_what_they_leave_out(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("date,source,target,code\n2020-01-03,ISR,PAL,190\n2020-01-04,ISRMIL,PAL,190\n")
    found = json.loads(ask("react", "Israel", "PAL", path, "--json").stdout)
    assert any("ISR* takes them in" in c for c in found["caveats"])


@pytest.mark.parametrize(
    "args",
    [
        ["dyads"], ["react", "A", "B"], ["effect", "2020-01-03", "--of", "A", "--on", "B"], ["threats", "A", "B"],
        ["since", "2020-01-03"], ["proxies", "irn"], ["spill", "2020-01-03"], ["pressure", "irn"], ["forecast", "A", "B"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("rows", [0, 2])
def test_few_or_no_rows_are_refused_in_one_piece(tmp_path, args, rows):
    """The answer says the number that decided, its JSON is whole, and its plot can be saved."""
    path, plot = tmp_path / "few.csv", tmp_path / "plot.svg"
    lines = ["2020-01-03,A,B,ASSAULT", "2020-01-04,irn,A,ASSAULT"][:rows]
    path.write_text("\n".join(["date,actor,recipient,type", *lines]) + "\n")
    done = ask(*args, path, "--json", "--save-plot", plot)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found["caveats"], list)
    assert plot.stat().st_size > 100
    if args[0] == "threats":
        assert "no event of the type THREATEN" in found["reason"]
    elif args[0] not in ("dyads", "react", "forecast"):
        assert found["verdict"] == "cannot_tell"
        assert any(c.isdigit() for c in found["reason"])


def test_a_missing_column_names_the_file_and_not_a_data_frame(events):
    assert "events.csv" in ask("dyads", events).stderr


def test_help_loads_no_dynamics():
    code = "import sys, talion.cli; print([m for m in ('pandas', 'numpy', 'talion.dynamics') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
