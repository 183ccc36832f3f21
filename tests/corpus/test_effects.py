from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.effects import find_effects
from corpus.model import Action, Article
from corpus.structure import parse

VERBS = {"thay": Action.REPLACES, "bãi": Action.REPEALS, "sửa": Action.AMENDS}


def effects(text, title="Hiệu lực thi hành"):
    return find_effects([Article("9", title, text)])


def short(text, title="Hiệu lực thi hành"):
    names = {action: name for name, action in VERBS.items()}
    return [
        f"{names[e.action]} {e.target}" + (f"#{e.target_article}" if e.target_article else "")
        for e in effects(text, title)
    ]


STATED = [
    # Replacing
    (
        "Nghị định này thay thế Nghị định số 46/2016/NĐ-CP ngày 26 tháng 5 năm 2016 của Chính phủ quy định xử "
        "phạt vi phạm "
        "hành chính trong lĩnh vực giao thông đường bộ và đường sắt.",
        ["thay 46/2016/NĐ-CP"],
    ),
    (
        "1. Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2015 và thay thế Thông tư số "
        "103/2003/TT-BTC ngày "
        "30/10/2003 của Bộ Tài chính hướng dẫn nội dung thu, chi.",
        ["thay 103/2003/TT-BTC"],
    ),
    (
        "Nghị định này có hiệu lực thi hành kể từ ngày 20 tháng 6 năm 2014, thay thế Nghị định số 14/2008/NĐ-CP "
        "ngày 04 tháng "
        "02 năm 2008 của Chính phủ quy định tổ chức các cơ quan chuyên môn và Nghị định số 12/2010/NĐ-CP ngày "
        "26 tháng 02 năm "
        "2010 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 14/2008/NĐ-CP ngày 04 tháng 02 năm 2008.",
        ["thay 14/2008/NĐ-CP", "thay 12/2010/NĐ-CP"],
    ),
    (
        "Thông tư này thay thế Thông tư liên tịch số 01/2007/TTLT-BTM-BCN ngày 10 tháng 01 năm 2007 của liên Bộ "
        "Thương mại - "
        "Bộ Công nghiệp hướng dẫn việc nhập khẩu thuốc lá quy định tại Nghị định số 12/2006/NĐ-CP ngày 23 tháng "
        "01 năm 2006 "
        "của Chính phủ quy định chi tiết thi hành Luật Thương mại./.",
        ["thay 01/2007/TTLT-BTM-BCN"],
    ),
    (
        "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 12/2010/QĐ-UBND ngày 05 tháng 3 năm "
        "2010 của Ủy "
        "ban nhân dân tỉnh.",
        ["thay 12/2010/QĐ-UBND"],
    ),
    (
        "2. Nghị định số 15/2013/NĐ-CP ngày 06 tháng 02 năm 2013 của Chính phủ được thay thế bằng Nghị định này.",
        ["thay 15/2013/NĐ-CP"],
    ),
    (
        "Thông tư này thay thế Mẫu số 01 ban hành kèm theo Thông tư số 40/2014/TT-BTC ngày 01 tháng 4 năm 2014.",
        ["sửa 40/2014/TT-BTC"],
    ),
    (
        "Thông tư này thay thế các Thông tư: Thông tư số 30/2009/TT-BTNMT ngày 31 tháng 12 năm 2009; Thông tư "
        "liên tịch số "
        "37/2012/TTLT/BLĐTBXH-BYT - BTC ngày 28/12/2012.",
        ["thay 30/2009/TT-BTNMT", "thay 37/2012/TTLT/BLĐTBXH-BYT-BTC"],
    ),
    # Out of force
    (
        "Các quy định về tổng đại lý tại Nghị định số 95/2021/NĐ-CP và Nghị định số 83/2014/NĐ-CP hết hiệu lực "
        "thi hành kể từ "
        "ngày Nghị định này có hiệu lực.",
        ["sửa 95/2021/NĐ-CP", "sửa 83/2014/NĐ-CP"],
    ),
    (
        "2. Luật Dược số 34/2005/QH11 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.",
        ["bãi 34/2005/QH11"],
    ),
    (
        "2. Luật Thi hành án hình sự số 53/2010/QH12 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành, trừ "
        "trường hợp "
        "quy định tại khoản 2 và khoản 3 Điều 207 của Luật này.",
        ["bãi 53/2010/QH12"],
    ),
    (
        "2. Thông tư số 17/2011/TT-BKHCN ngày 30 tháng 6 năm 2011 quy định về Giải thưởng Chất lượng Quốc gia "
        "và Thông tư số "
        "07/2012/TT-BKHCN ngày 02 tháng 4 năm 2012 sửa đổi khoản 2 Điều 7 Thông tư số 17/2011/TT-BKHCN hết hiệu "
        "lực kể từ ngày "
        "Thông tư này có hiệu lực thi hành.",
        ["bãi 17/2011/TT-BKHCN", "bãi 07/2012/TT-BKHCN"],
    ),
    (
        "2. Kể từ ngày Thông tư này có hiệu lực thi hành, các Điều 12, Điều 13 và Điều 14 của Thông tư số "
        "13/2016/TT-BVHTTDL "
        "ngày 09 tháng 12 năm 2016 của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch hết hiệu lực.",
        ["bãi 13/2016/TT-BVHTTDL#12", "bãi 13/2016/TT-BVHTTDL#13", "bãi 13/2016/TT-BVHTTDL#14"],
    ),
    (
        "2. Điều 3 Thông tư số 09/2019/TT-BYT ngày 10 tháng 6 năm 2019 của Bộ trưởng Bộ Y tế hết hiệu lực kể từ "
        "ngày Thông tư "
        "này có hiệu lực.",
        ["bãi 09/2019/TT-BYT#3"],
    ),
    (
        "2. Các thông tư sau hết hiệu lực kể từ ngày Thông tư này có hiệu lực thi hành:\n"
        "a) Thông tư số 23/2007/TT-BKHCN ngày 28 tháng 9 năm 2007 của Bộ trưởng Bộ Khoa học và Công nghệ;\n"
        "b) Thông tư số 30/2011/TT-BKHCN ngày 15 tháng 11 năm 2011 về việc sửa đổi, bổ sung, bãi bỏ một số quy "
        "định của Thông "
        "tư số 23/2007/TT-BKHCN (sau đây viết tắt là Thông tư số 30/2011/TT-BKHCN).\n"
        "3. Thông tư số 1/2001/TT-BKHCN được áp dụng cho hồ sơ đã nộp.",
        ["bãi 23/2007/TT-BKHCN", "bãi 30/2011/TT-BKHCN"],
    ),
    (
        "2. Các Thông tư dưới đây hết hiệu lực kể từ ngày Thông tư này có hiệu lực thi hành:\na) Thông tư số "
        "1/2010/TT-BKHCN;",
        ["bãi 1/2010/TT-BKHCN"],
    ),
    # Repealing
    (
        "2. Bãi bỏ các Thông tư:\na) Thông tư số 1/2010/TT-BTC;\nb) Thông tư số 2/2010/TT-BTC.",
        ["bãi 1/2010/TT-BTC", "bãi 2/2010/TT-BTC"],
    ),
    (
        "Bãi bỏ Điều 5 và khoản 2 Điều 7 của Thông tư số 11/2012/TT-BTC ngày 19 tháng 01 năm 2012.",
        ["bãi 11/2012/TT-BTC#5", "sửa 11/2012/TT-BTC#7"],
    ),
    (
        "2. Bãi bỏ Điều 3, Điều 4, Điều 5, Điều 10 Nghị định số 24/2015/NĐ-CP ngày 27 tháng 02 năm 2015 của "
        "Chính phủ quy định "
        "chi tiết một số điều của Luật Giao thông đường thủy nội địa.",
        [f"bãi 24/2015/NĐ-CP#{n}" for n in (3, 4, 5, 10)],
    ),
    (
        "2. Bãi bỏ:\n"
        "a) Khoản 1 Điều 2 Nghị định số 09/2020/NĐ-CP ngày 13 tháng 01 năm 2020 của Chính phủ bãi bỏ một số văn bản;\n"
        "b) Thông tư số 70/2021/TT-BTC ngày 12 tháng 8 năm 2021 của Bộ trưởng Bộ Tài chính.",
        ["sửa 09/2020/NĐ-CP#2", "bãi 70/2021/TT-BTC"],
    ),
    (
        "1. Bãi bỏ các văn bản sau đây:\n- Quyết định số 57/2008/QĐ-BLĐTBXH ngày 26/05/2008;\n- Thông tư số "
        "41/2015/TT-BLĐTBXH ngày 20/10/2015.\n2. Chánh Văn phòng chịu trách nhiệm thi hành Thông tư số 1/2001/TT-BYT.",
        ["bãi 57/2008/QĐ-BLĐTBXH", "bãi 41/2015/TT-BLĐTBXH"],
    ),
    (
        "1. Thông tư này có hiệu lực kể từ ngày 01 tháng 3 năm 2018 và bãi bỏ Thông tư số 14/2013/TT-BGTVT ngày "
        "05 tháng 7 năm "
        "2013 của Bộ trưởng Bộ Giao thông vận tải về bảo trì công trình hàng hải và Thông tư số "
        "59/2014/TT-BGTVT ngày 27 tháng "
        "10 năm 2014 quy định kiểm định chất lượng.",
        ["bãi 14/2013/TT-BGTVT", "bãi 59/2014/TT-BGTVT"],
    ),
    (
        "Thông tư này có hiệu lực từ ngày 01 tháng 01 năm 2020. Bãi bỏ Thông tư số 56/2014/TT-BGTVT ngày 24 "
        "tháng 10 năm 2014.",
        ["bãi 56/2014/TT-BGTVT"],
    ),
    (
        "Thông tư này thay thế Thông tư số 1/2010/TT-BTC ngày 01 tháng 01 năm 2010 và bãi bỏ Điều 4 Thông tư số "
        "2/2011/TT-BTC.",
        ["thay 1/2010/TT-BTC", "bãi 2/2011/TT-BTC#4"],
    ),
    (
        "Bãi bỏ các Điều 8, 9, 11 và từ Điều 13 đến Điều 15 Thông tư số 38/2015/TT-BTC.",
        [f"bãi 38/2015/TT-BTC#{n}" for n in (8, 9, 11, 13, 14, 15)],
    ),
    (
        "Bãi bỏ các quy định về phí tại Điều 5, Điều 6 Thông tư số 5/2010/TT-BTC.",
        ["sửa 5/2010/TT-BTC#5", "sửa 5/2010/TT-BTC#6"],
    ),
    (
        "Bãi bỏ Điều 5 Điều lệ trường cao đẳng ban hành kèm theo Thông tư số 5/2010/TT-BGDĐT.",
        ["sửa 5/2010/TT-BGDĐT"],
    ),
    ("Bãi bỏ Chương III Thông tư số 218/2013/TT-BQP ngày 19 tháng 12 năm 2013.", ["sửa 218/2013/TT-BQP"]),
    ("Bãi bỏ Nghị định số 5/2012/NĐ-CP ngày 01 tháng 2 năm 2012, trừ Điều 6.", ["sửa 5/2012/NĐ-CP"]),
    (
        "Bãi bỏ các điều, khoản sau đây của Nghị định số 5/2012/NĐ-CP:\na) Điều 6;\nb) Khoản 2 Điều 7.",
        ["bãi 5/2012/NĐ-CP#6", "sửa 5/2012/NĐ-CP#7"],
    ),
    (
        "Thông tư này thay thế Thông tư số 7/2010/TT-BTC. Các quy định trước đây trái với Thông tư này đều bị bãi bỏ.",
        ["thay 7/2010/TT-BTC"],
    ),
]

AMENDING = [
    (
        "Sửa đổi, bổ sung một số điều của Nghị định số 100/2019/NĐ-CP ngày 30 tháng 12 năm 2019 của Chính phủ",
        "1. Sửa đổi, bổ sung khoản 2 Điều 8 như sau:\n“2. Phạt tiền theo Nghị định số 15/2003/NĐ-CP.”.\n"
        "2. Bổ sung Điều 8a vào sau Điều 8 như sau:\n“Điều 8a. Bãi bỏ Nghị định số 3/2001/NĐ-CP\n1. Bãi bỏ Điều 4.”.\n"
        "3. Điều 10 được sửa đổi, bổ sung như sau:\n“Điều 10. Tên”\n"
        "4. Thay thế cụm từ “A” bằng cụm từ “B” tại Điều 11, Điều 12.\n5. Bãi bỏ Điều 20, khoản 3 Điều 21.",
        ["sửa 100/2019/NĐ-CP"]
        + [f"sửa 100/2019/NĐ-CP#{n}" for n in ("8", "8a", "10", "11", "12")]
        + ["bãi 100/2019/NĐ-CP#20", "sửa 100/2019/NĐ-CP#21"],
    ),
    (
        "Sửa đổi, bổ sung một số điều của các luật",
        "1. Sửa đổi, bổ sung một số điều của Luật Bảo hiểm xã hội số 58/2014/QH13 đã được sửa đổi, bổ sung theo "
        "Luật số "
        "84/2015/QH13:\na) Sửa đổi, bổ sung Điều 54 như sau:\n“Điều 54. X”\n"
        "2. Sửa đổi, bổ sung một số điều của Bộ luật Tố tụng dân sự số 92/2015/QH13:\nb) Bãi bỏ khoản 2 Điều 32.",
        ["sửa 58/2014/QH13", "sửa 58/2014/QH13#54", "sửa 92/2015/QH13", "sửa 92/2015/QH13#32"],
    ),
    (
        "",
        "Sửa đổi Điều 2 Quyết định số 10/2015/QĐ-TTg ngày 10 tháng 4 năm 2015 như sau:",
        ["sửa 10/2015/QĐ-TTG#2"],
    ),
    ("Bãi bỏ Thông tư số 5/2010/TT-BTC", "Bãi bỏ toàn bộ Thông tư số 5/2010/TT-BTC.", ["bãi 5/2010/TT-BTC"]),
    (
        "Sửa đổi, bổ sung một số điều của Luật Nhà ở",
        "1. Sửa đổi khoản 1 Điều 5 như sau:\n“1. X”\n2. Bãi bỏ Điều 7.",
        [],
    ),
    (
        "Điều khoản thi hành",
        "Khoản 2 Điều 4 của Nghị định số 8/2009/NĐ-CP được sửa đổi, bổ sung như sau:\n“2. Y”",
        ["sửa 8/2009/NĐ-CP#4"],
    ),
]

TRAPS = [
    "Căn cứ Luật số 12/2017/QH14 đã được sửa đổi, bổ sung bởi Luật số 3/2020/QH14.",
    "Nghị định số 5/2010/NĐ-CP đã hết hiệu lực thì áp dụng Nghị định này.",
    "Trường hợp Nghị định số 5/2010/NĐ-CP hết hiệu lực thì áp dụng Nghị định mới.",
    "Trường hợp các văn bản dẫn chiếu tại Thông tư này được sửa đổi, bổ sung hoặc thay thế thì thực hiện theo "
    "văn bản mới.",
    "Hồ sơ nộp trước ngày Thông tư này có hiệu lực được giải quyết theo Thông tư số 5/2010/TT-BTC.",
    "Nghị định số 5/2010/NĐ-CP tiếp tục có hiệu lực cho đến khi bị bãi bỏ.",
    "Thông tư này được áp dụng cùng Thông tư số 5/2010/TT-BTC và được thay thế khi có quy định mới.",
    "Những quy định trước đây trái với Thông tư này và Thông tư số 5/2010/TT-BTC đều bị bãi bỏ.",
    "Thủ tướng Chính phủ quyết định việc bãi bỏ Quyết định số 5/2010/QĐ-TTg.",
    "Thay thế cụm từ “Nghị định số 5/2010/NĐ-CP” bằng cụm từ “Nghị định số 6/2010/NĐ-CP” tại Điều 3.",
    "Trong quá trình thực hiện, vướng mắc về việc thay thế Nghị định số 5/2010/NĐ-CP gửi về Bộ Tài chính.",
    "Nghị định số 5/2010/NĐ-CP được thay thế bằng Nghị định số 6/2012/NĐ-CP.",
    "Quyết định số 5/QĐ-BTC công bố danh mục văn bản hết hiệu lực của Bộ Tài chính được niêm yết.",
    "Bãi bỏ Công văn số 2560/BCA hướng dẫn chế độ theo quy định tại Thông tư liên tịch số 9/2003/TTLT-BYT-BTC.",
    "Bãi bỏ Điều 5 của Luật Đất đai và các quy định chi tiết tại Nghị định số 5/2010/NĐ-CP.",
    "Bãi bỏ các quy định về thủ tục hành chính tại các văn bản hiện hành.",
    "Nghị định này quy định chi tiết Luật số 12/2017/QH14 về bãi bỏ thủ tục.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_stated(text, expected):
    assert short(text) == expected


@pytest.mark.parametrize(("title", "text", "expected"), AMENDING)
def test_amending(title, text, expected):
    assert short(text, title) == expected


@pytest.mark.parametrize("text", TRAPS)
def test_what_is_only_mentioned_is_no_effect(text):
    assert short(text) == []


def test_titles_of_listed_documents_name_others():
    text = (
        "Thông tư này thay thế Thông tư số 28/2010/TT-BCT ngày 28 tháng 6 năm 2010 quy định cụ thể một số điều "
        "của Luật Hóa "
        "chất và Nghị định số 108/2008/NĐ-CP ngày 07 tháng 10 năm 2008."
    )
    assert short(text) == ["thay 28/2010/TT-BCT"]


def test_dates():
    (effect,) = effects("Thông tư số 5/2010/TT-BTC hết hiệu lực kể từ ngày 01 tháng 7 năm 2024.")
    assert effect.effective_on == date(2024, 7, 1)
    (effect,) = effects("Bãi bỏ Thông tư số 5/2010/TT-BTC kể từ ngày 01/7/2024.")
    assert effect.effective_on == date(2024, 7, 1)
    (effect,) = effects(
        "Thông tư này có hiệu lực từ ngày 01/7/2024 và thay thế Thông tư số 5/2010/TT-BTC ngày 01/02/2010."
    )
    assert effect.effective_on is None
    found = effects("Các văn bản sau đây hết hiệu lực kể từ ngày 01 tháng 01 năm 2022:\na) Thông tư số 5/2010/TT-BTC.")
    assert [e.effective_on for e in found] == [date(2022, 1, 1)]


def test_only_enacting_articles_are_read():
    text = "Bãi bỏ Thông tư số 5/2010/TT-BTC."
    assert short(text, "Giải thích từ ngữ") == []
    assert [e.article_number for e in effects(text, "")] == ["9"]


def test_each_effect_once_and_in_order():
    text = (
        "Bãi bỏ Thông tư số 5/2010/TT-BTC.\nThông tư số 5/2010/TT-BTC hết hiệu lực.\nBãi bỏ Điều 3 Thông tư "
        "số 1/2010/TT-BTC."
    )
    assert short(text) == ["bãi 5/2010/TT-BTC", "bãi 1/2010/TT-BTC#3"]


def test_whole_document():
    text = (
        "NGHỊ ĐỊNH\nĐiều 1. Phạm vi\nNghị định này thay thế cách tính của Nghị định số 1/2001/NĐ-CP.\n"
        "Điều 2. Hiệu lực thi hành\n1. Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2020.\n"
        "2. Nghị định này thay thế Nghị định số 46/2016/NĐ-CP."
    )
    found = find_effects(parse(text).articles)
    assert [(e.article_number, e.target) for e in found] == [("2", "46/2016/NĐ-CP")]


WORDS = [
    "Bãi bỏ ",
    "thay thế ",
    "Thông tư này ",
    "Điều 5 ",
    "khoản 2 ",
    "Nghị định số 5/2010/NĐ-CP ",
    "và ",
    "; ",
    ", ",
]
WORDS += [
    "hết hiệu lực ",
    "các văn bản sau:\n",
    "a) ",
    "1. ",
    "- ",
    "\n",
    "“",
    "”",
    ". ",
    "đã ",
    "của ",
    "từ ngày 1/2/2020 ",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_any_clause_gives_effects_on_documents_that_it_names(text):
    for effect in effects(text):
        assert effect.target == "5/2010/NĐ-CP"
        assert effect.target_article in ("", "5")
