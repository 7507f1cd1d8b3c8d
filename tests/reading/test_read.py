"""What `talion.reading.read` makes of files, folders, patterns and streams."""

import datetime as dt
import gzip
import io
import json
import os

import duckdb
import pytest

from talion.reading import read
from talion.records import Article, Unreadable

DAY = dt.date(2020, 1, 4)
TEXT = "Rockets hit the base."


def articles(*paths, **options):
    return [a for a in read([str(p) for p in paths], **options) if isinstance(a, Article)]


def unreadable(*paths, **options):
    return [a for a in read([str(p) for p in paths], **options) if isinstance(a, Unreadable)]


def one(path, **options):
    (found,) = read([str(path)], **options)
    assert isinstance(found, Article), found
    return found


def trouble(path, **options):
    (found,) = read([str(path)], **options)
    assert isinstance(found, Unreadable), found
    return found


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def record(**fields):
    return json.dumps({"id": "a", "date": "2020-01-04", "text": TEXT} | fields)


class TestPlain:
    def test_text_is_left_as_it_is(self, tmp_path):
        """Carriage returns and outer blanks stay, so that offsets hold in the file."""
        text = "  Rockets\r\nhit.\r\n"
        assert one(write(tmp_path / "a.txt", text)).text == text

    def test_markdown_keeps_its_marks(self, tmp_path):
        """Headings and emphasis are not stripped from Markdown."""
        assert one(write(tmp_path / "a.md", "# Base **hit**\n")).text == "# Base **hit**\n"

    def test_id_depends_on_stem_and_text_only(self, tmp_path):
        """The same file in another folder has the same id; another text has another."""
        first = one(write(tmp_path / "x" / "a.txt", TEXT)).id
        assert first == one(write(tmp_path / "y" / "a.txt", TEXT)).id
        assert first != one(write(tmp_path / "z" / "a.txt", TEXT + "!")).id
        assert first.startswith("a-") and len(first) == 10

    def test_zipped_text_has_the_id_of_the_unzipped_one(self, tmp_path):
        """Packing a file does not change its articles' ids."""
        plain = one(write(tmp_path / "a.txt", TEXT))
        packed = one(write(tmp_path / "a.txt.gz", gzip.compress(TEXT.encode())))
        assert (plain.id, plain.text) == (packed.id, packed.text)

    def test_date_of_first_line_beats_date_given(self, tmp_path):
        """A first line that is a date is the text's own date."""
        path = write(tmp_path / "2018-02-02-a.txt", "4 January 2020\n" + TEXT)
        assert one(path, date=dt.date(2019, 1, 1)).date == DAY

    def test_date_given_beats_date_in_file_name(self, tmp_path):
        """--date is stronger than a file name."""
        path = write(tmp_path / "2018-02-02-a.txt", TEXT)
        assert one(path, date=DAY).date == DAY

    def test_date_in_file_name(self, tmp_path):
        """An ISO day in the file name is used when nothing else is known."""
        assert one(write(tmp_path / "2020-01-04-a.txt", TEXT)).date == DAY

    def test_no_date_at_all(self, tmp_path):
        """A text without any date is still an article."""
        assert one(write(tmp_path / "a.txt", TEXT)).date is None

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251"])
    def test_encodings(self, tmp_path, encoding):
        """UTF-8, marked UTF-16 and the usual code pages are told apart."""
        text = (
            "Войска обстреляли город."
            if encoding == "cp1251"
            else "Iran’s Kata’ib said “no” – again."
        )
        assert one(write(tmp_path / "a.txt", text.encode(encoding))).text == text

    def test_guessed_encoding_is_told(self, tmp_path, caplog):
        """A code page that was worked out is logged with the file's name."""
        one(write(tmp_path / "a.txt", "Iran’s café.".encode("cp1252")))
        assert "a.txt: not UTF-8, read as" in caplog.text

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b" \n\t\n", "empty"),
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"%PDF-1.7\n", "PDF"),
            (b"PK\x03\x04rest", "ZIP"),
            (b"\x1f\x8b\x08rest", "gzip"),
            (b"words\0words", "NUL"),
            (b"x" * 20_000_001, "20 MB"),
        ],
    )
    def test_what_is_no_text(self, tmp_path, data, reason):
        """Empty, binary and huge files are unreadable, and the reason says which."""
        assert reason in trouble(write(tmp_path / "a.txt", data)).reason


class TestJsonl:
    def test_fields_are_kept(self, tmp_path):
        """Title, source and url come along."""
        line = record(title="T", source="S", url="http://x")
        found = one(write(tmp_path / "a.jsonl", line))
        assert (found.id, found.date, found.title, found.source, found.url) == (
            "a", DAY, "T", "S", "http://x",
        )  # fmt: skip

    def test_a_broken_line_does_not_stop_the_others(self, tmp_path):
        """Of three lines the broken one is named by line and column."""
        path = write(
            tmp_path / "a.jsonl", record() + "\n" + '{"id": 2,,}\n' + record(id="c") + "\n"
        )
        assert [a.id for a in articles(path)] == ["a", "c"]
        (found,) = unreadable(path)
        assert found.line == 2
        assert "column 10" in found.reason

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ('{"text": "x"}', "column 'id'"),
            ('{"id": "", "text": "x"}', "column 'id': is empty"),
            ('{"id": null, "text": "x"}', "column 'id': is empty"),
            ('{"id": true, "text": "x"}', "column 'id': True"),
            ('{"id": 1}', "column 'text'"),
            ('{"id": 1, "text": 5}', "column 'text': 5 is not text"),
            ('{"id": 1, "text": "  "}', "column 'text': is empty"),
            ('{"id": 1, "Text": "x"}', "did you mean column 'Text'?"),
            ('{"id": 1, "text": "x", "pub_date": "2020-01-04"}', "did you mean column 'pub_date'?"),
            ('{"id": 1, "text": "x", "date": "0000-01-01"}', "column 'date'"),
            ('{"id": 1, "text": "x", "date": "soon"}', "Write it as 2020-01-04"),
            ('{"id": 1, "text": "x", "title": ["t"]}', "column 'title'"),
            ("[1]", "a list is not an object"),
            ("7", "'7' is not an object"),
            ('{"id": ' + "1" * 5000 + ', "text": "x"}', "not JSON that can be read"),
            ("[" * 200_000, "not JSON that can be read"),
            (b'{"id": 1, "text": "caf\xe9"}', "not UTF-8"),
        ],
    )
    def test_what_is_wrong_with_a_line(self, tmp_path, line, reason):
        """Every reason names the column or what stands in its place."""
        found = trouble(write(tmp_path / "a.jsonl", line))
        assert found.line == 1
        assert reason in found.reason

    def test_missing_date_takes_the_date_given(self, tmp_path):
        """--date fills in for a record that has none, and only for that."""
        path = write(tmp_path / "a.jsonl", '{"id": 1, "text": "x"}\n' + record())
        assert [a.date for a in articles(path, date=dt.date(2019, 1, 1))] == [
            dt.date(2019, 1, 1),
            DAY,
        ]

    def test_year_9999_is_a_date(self, tmp_path):
        """The last year of the calendar is read as it is written."""
        assert one(write(tmp_path / "a.jsonl", record(date="9999-12-31"))).date == dt.date.max

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_byte_order_marks(self, tmp_path, encoding):
        """JSONL as Windows tools write it is read."""
        lines = record() + "\n\n" + record(id="é") + "\n"
        path = write(tmp_path / "a.jsonl", lines.encode(encoding))
        assert [a.id for a in articles(path)] == ["a", "é"]

    def test_half_a_surrogate_pair_keeps_offsets(self, tmp_path):
        """An emoji cut in half becomes one replacement character."""
        found = one(write(tmp_path / "a.jsonl", '{"id": 1, "text": "a \\ud83d b"}'))
        assert found.text == "a \ufffd b"

    def test_a_line_too_long_is_skipped(self, tmp_path, monkeypatch):
        """A line over the limit is told and the next one is read."""
        monkeypatch.setattr("talion.reading.jsonl.MAX_LINE", 100)
        path = write(
            tmp_path / "a.jsonl", record(text="x" * 500) + "\n" + record(id="b", text="x") + "\n"
        )
        assert [a.id for a in articles(path)] == ["b"]
        assert [u.line for u in unreadable(path)] == [1]


class TestCsv:
    def test_quoted_cells_may_hold_lines(self, tmp_path):
        """A text with commas, quotes and line breaks is one cell; lines are counted on."""
        rows = 'id,date,text\na,2020-01-04,"Rockets, ""many"",\nhit."\n,2020-01-04,x\n'
        path = write(tmp_path / "a.csv", rows)
        assert [a.text for a in articles(path)] == ['Rockets, "many",\nhit.']
        assert [(u.line, "column 'id'" in u.reason) for u in unreadable(path)] == [(4, True)]

    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_delimiters(self, tmp_path, mark):
        """The delimiter is the one that brings out the needed columns."""
        rows = (
            mark.join(["id", "date", "text"]) + "\n" + mark.join(["a", "2020-01-04", TEXT]) + "\n"
        )
        assert one(write(tmp_path / "a.csv", rows)).text == TEXT

    def test_missing_column_is_named_with_a_hint(self, tmp_path):
        """A file without `text` is refused as a whole."""
        assert (
            "no column 'text'. Hint: did you mean column 'body'?"
            in trouble(write(tmp_path / "a.csv", "id,date,body\n1,2020-01-04,x\n")).reason
        )

    def test_rows_with_too_few_or_many_cells(self, tmp_path):
        """Both are told by line; the good row between them is read."""
        path = write(
            tmp_path / "a.csv", "id,date,text\n1,2020-01-04\n2,2020-01-04,x\n3,2020-01-04,x,y\n"
        )
        assert [a.id for a in articles(path)] == ["2"]
        assert [u.line for u in unreadable(path)] == [2, 4]

    def test_stray_quote(self, tmp_path):
        """A badly quoted row is told and the next one is read."""
        path = write(tmp_path / "a.csv", 'id,date,text\n1,2020-01-04,"a"b\n2,2020-01-04,x\n')
        assert [a.id for a in articles(path)] == ["2"]
        assert "Check its quotes" in unreadable(path)[0].reason

    def test_long_cells(self, tmp_path):
        """A cell may be far longer than the csv module's own limit."""
        assert len(one(write(tmp_path / "a.csv", "id,text\n1," + "x" * 300_000)).text) == 300_000

    def test_one_row_in_another_encoding(self, tmp_path):
        """Bytes beyond the first buffer that are not UTF-8 cost one row only."""
        filler = b"".join(b"%d,word word word word\n" % n for n in range(20_000))
        path = write(tmp_path / "a.csv", b"id,text\n" + filler + b"x,caf\xe9\ny,fine\n")
        assert articles(path)[-1].id == "y"
        assert [u.line for u in unreadable(path)] == [20_002]

    def test_code_page(self, tmp_path):
        """A CSV saved by a spreadsheet in a Western code page is read."""
        path = write(
            tmp_path / "a.csv", "id,text\n1,Le général a été tué à Bamako.\n".encode("cp1252")
        )
        assert one(path).text == "Le général a été tué à Bamako."


class TestParquet:
    def parquet(self, path, select):
        duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path

    def test_rows(self, tmp_path):
        """Numbers as ids and real dates are read; a row without text is told by its number."""
        path = self.parquet(
            tmp_path / "a.parquet",
            "SELECT * FROM (VALUES (1, DATE '2020-01-04', 'x'), (2, NULL, 'y'), (3, NULL, NULL)) t(id, date, text)",
        )
        assert [(a.id, a.date) for a in articles(path)] == [("1", DAY), ("2", None)]
        assert [u.line for u in unreadable(path)] == [3]

    def test_zipped(self, tmp_path):
        """Parquet in gzip is unpacked first, and the article keeps the name of the file given."""
        path = self.parquet(
            tmp_path / "a.parquet", "SELECT 'i' id, DATE '2020-01-04' date, 'x' AS text"
        )
        packed = write(tmp_path / "a.parquet.gz", gzip.compress(path.read_bytes()))
        assert one(packed).path == str(packed)

    def test_brackets_in_a_name_are_no_pattern(self, tmp_path):
        """A file called [1].parquet is read as itself."""
        path = self.parquet(
            tmp_path / "a.parquet", "SELECT 'i' id, DATE '2020-01-04' date, 'x' AS text"
        )
        assert one(path.rename(tmp_path / "b[1]*.parquet")).id == "i"

    def test_date_beyond_the_calendar(self, tmp_path):
        """A year of five digits is one bad row, not an exception."""
        select = "SELECT 'i' id, DATE '29999-01-01' date, 'x' AS text"
        assert "column 'date'" in trouble(self.parquet(tmp_path / "a.parquet", select)).reason

    def test_what_is_wrong(self, tmp_path):
        """A file that is no Parquet, and one without a column, say so."""
        assert "no Parquet" in trouble(write(tmp_path / "b.parquet", b"words")).reason
        path = self.parquet(tmp_path / "c.parquet", "SELECT 1 id, 'x' AS body")
        assert "did you mean column 'body'?" in trouble(path).reason


class TestHtml:
    PAGE = """<html><head><title>Base hit</title>
      <meta property="article:published_time" content="2020-01-04T10:00:00Z">
      <meta property="og:url" content="https://news.example/base">
      <script>var killed = "100 killed";</script></head>
      <body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav><article><h1>Base hit</h1>
      <p>Rockets hit the base on Friday, officials said in a statement.</p>
      <p>Nobody claimed the attack, which came a day after talks in the capital had ended.</p>
      <p>Two soldiers were wounded and a fuel store burned for hours, a spokesman said.</p>
      <p>It was the third time this month that the base came under fire, he added.</p></article><script>track("killed");</script></body></html>"""

    def test_article_and_its_metadata(self, tmp_path):
        """The text is the article alone; title, day and address are the page's."""
        found = one(write(tmp_path / "a.html", self.PAGE))
        assert "100 killed" not in found.text and "track" not in found.text
        assert "Sport" not in found.text
        assert "\nRockets hit the base on Friday" in "\n" + found.text
        assert (found.title, found.date, found.url) == (
            "Base hit",
            DAY,
            "https://news.example/base",
        )

    def test_page_of_scripts(self, tmp_path):
        """A page that holds nothing but scripts has no article."""
        page = "<html><body>" + "<script>var a = 'killed';</script>" * 50 + "</body></html>"
        assert "no article text" in trouble(write(tmp_path / "a.htm", page)).reason

    def test_no_date_is_taken_from_the_text(self, tmp_path):
        """A day in the text is no day of publication."""
        page = "<html><body><p>Rockets hit the base on 3 January 2019, officials said.</p></body></html>"
        assert one(write(tmp_path / "a.html", page)).date is None
        assert one(write(tmp_path / "2020-01-04.html", page)).date == DAY

    def test_declared_encoding(self, tmp_path):
        """A page is decoded as it says it is."""
        page = '<html><meta charset="windows-1251"><p>Войска обстреляли город.</p></html>'
        assert (
            one(write(tmp_path / "a.html", page.encode("cp1251"))).text
            == "Войска обстреляли город."
        )


class TestStdin:
    def stdin(self, data, **options):
        stream = io.BytesIO(data) if isinstance(data, bytes) else io.StringIO(data)
        return list(read(["-"], stdin=stream, **options))

    def test_jsonl_or_text(self):
        """JSONL is told from text by its first character and what follows it."""
        assert [a.id for a in self.stdin(record() + "\n" + record(id="b"))] == ["a", "b"]
        (text,) = self.stdin("{sic} Rockets hit.", date=DAY)
        assert (text.text, text.date, text.id[:6]) == ("{sic} Rockets hit.", DAY, "stdin-")

    def test_csv_and_json_array(self):
        """A CSV is known by its header; a JSON array is refused with what to write instead."""
        assert self.stdin("id;text\n1;Rockets hit.\n")[0].text == "Rockets hit."
        assert "one object a line" in self.stdin('[{"id": 1, "text": "x"}]')[0].reason

    def test_zipped_and_html(self):
        """Packed JSONL and a page are known by their first bytes."""
        assert self.stdin(gzip.compress(record().encode()))[0].id == "a"
        assert "Rockets" in self.stdin(TestHtml.PAGE)[0].text

    def test_empty_and_binary(self):
        """Nothing, and what is no text, are told and do not raise."""
        assert "empty" in self.stdin(b"")[0].reason
        assert "Parquet" in self.stdin(b"PAR1\0\0")[0].reason


class TestPaths:
    def test_folder_is_read_to_the_bottom_and_sorted(self, tmp_path):
        """Files come in the order of their names, folder by folder; hidden ones do not."""
        for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden/d.txt", ".e.txt"):
            write(tmp_path / name, TEXT)
        assert [os.path.basename(a.path) for a in articles(tmp_path)] == ["a.txt", "b.txt", "c.txt"]

    def test_other_kinds_in_a_folder_are_counted(self, tmp_path):
        """What is left out of a folder is told once per suffix."""
        for name in ("a.txt", "b.pdf", "c.pdf", "d.docx"):
            write(tmp_path / name, TEXT)
        assert [u.reason.partition(" left")[0] for u in unreadable(tmp_path)] == [
            "1 file '.docx'",
            "2 files '.pdf'",
        ]

    def test_patterns(self, tmp_path):
        """A pattern stands for the files it matches, also across folders."""
        for name in ("a.txt", "b.md", "sub/c.txt"):
            write(tmp_path / name, name)
        assert [a.text for a in articles(tmp_path / "*.txt")] == ["a.txt"]
        assert sorted(a.text for a in articles(tmp_path / "**" / "*.txt")) == ["a.txt", "sub/c.txt"]
        assert "no file matches" in trouble(tmp_path / "*.html").reason

    def test_name_with_brackets(self, tmp_path):
        """A file whose name looks like a pattern is read as itself."""
        assert one(write(tmp_path / "a[1].txt", TEXT)).text == TEXT

    def test_a_file_named_twice_is_read_once(self, tmp_path):
        """A folder and a file in it do not make two articles."""
        path = write(tmp_path / "a.txt", TEXT)
        assert len(list(read([str(tmp_path), str(path), path]))) == 1

    def test_an_id_read_twice_is_told(self, tmp_path):
        """The second article of an id is left out and both places are named."""
        first, second = write(tmp_path / "a.jsonl", record()), write(tmp_path / "b.jsonl", record())
        (found,) = unreadable(first, second)
        assert found.source == str(second)
        assert f"id 'a' was already read from {first}" in found.reason

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("none.txt", "no such file"),
            ("a.pdf", "kind that is not read"),
            ("x" * 300 + ".txt", "cannot be opened"),
            ("a\0b.txt", "no such file"),
        ],
    )
    def test_paths_that_cannot_be_read(self, tmp_path, name, reason):
        """Missing, foreign and impossible names are told with the reason."""
        write(tmp_path / "a.pdf", "x")
        assert reason in trouble(tmp_path / name).reason

    def test_empty_folder(self, tmp_path):
        """A folder without articles says so."""
        assert "holds no articles" in trouble(tmp_path).reason

    def test_pipes_are_no_files(self, tmp_path):
        """A named pipe would block and is refused."""
        os.mkfifo(tmp_path / "a.txt")
        assert "regular file" in trouble(tmp_path / "a.txt").reason

    @pytest.mark.parametrize(
        "name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.html.gz", "a.parquet.gz"]
    )
    @pytest.mark.parametrize("damage", ["cut", "not gzip", "flipped"])
    def test_damaged_gzip(self, tmp_path, name, damage):
        """Gzip data that are cut, wrong or changed never raise."""
        packed = bytearray(gzip.compress(os.urandom(3000).hex().encode()))
        if damage == "flipped":
            packed[1500] ^= 255
        data = {"cut": packed[:1000], "not gzip": b"words", "flipped": packed}[damage]
        found = list(read([str(write(tmp_path / name, bytes(data)))]))
        assert isinstance(found[-1], Unreadable)
        assert "damaged" in found[-1].reason

    @pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.parquet.gz"])
    def test_gzip_bomb(self, tmp_path, name, monkeypatch):
        """Data that unpack to far more than text would are given up."""
        monkeypatch.setattr("talion.reading.paths._FREE_BYTES", 1_000_000)
        path = write(tmp_path / name, gzip.compress(b"id,text\n" + b" " * 20_000_000, 9))
        assert "unpacks to far more" in list(read([str(path)]))[-1].reason

    def test_one_bad_file_does_not_stop_the_run(self, tmp_path):
        """Good files before and after a bad one are read."""
        write(tmp_path / "a.txt", TEXT)
        write(tmp_path / "b.txt", b"\0\0")
        write(tmp_path / "c.txt", TEXT)
        assert len(articles(tmp_path)) == 2
        assert len(unreadable(tmp_path)) == 1
