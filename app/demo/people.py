"""Invented people: names and addresses put together at random. Nobody here exists."""

import random
from typing import NamedTuple


class Person(NamedTuple):
    """`variant` is the same name as another office would write it; `other` is a different person's name."""

    name: str
    variant: str
    other: str
    local: str | None
    country: str
    birth_date: str
    sex: str


class Address(NamedTuple):
    """`variant` is the same address written differently; `other` is another address of the same town."""

    line: str
    variant: str
    other: str
    city: str
    postcode: str
    country: str


# (given names, family names, family name first, script pairs latin -> local)
_CHINESE_FAMILY = (
    ("Wang", "王"),
    ("Li", "李"),
    ("Zhang", "张"),
    ("Chen", "陈"),
    ("Liu", "刘"),
    ("Huang", "黄"),
    ("Zhou", "周"),
    ("Wu", "吴"),
    ("Xu", "徐"),
    ("Sun", "孙"),
    ("Lin", "林"),
    ("Guo", "郭"),
)
_CHINESE_GIVEN = (
    ("Weiming", "伟明"),
    ("Xiaoyu", "晓宇"),
    ("Jiahui", "佳慧"),
    ("Haoran", "浩然"),
    ("Meiling", "美玲"),
    ("Zixuan", "子轩"),
    ("Yifan", "一凡"),
    ("Shuhan", "书涵"),
    ("Jianguo", "建国"),
    ("Tingting", "婷婷"),
)
_KOREAN_FAMILY = (("Kim", "김"), ("Park", "박"), ("Lee", "이"), ("Choi", "최"), ("Jung", "정"))
_KOREAN_GIVEN = (("Min-jun", "민준"), ("Seo-yeon", "서연"), ("Ji-hoon", "지훈"), ("Ha-eun", "하은"))
_JAPANESE_FAMILY = (
    ("Sato", "佐藤"),
    ("Suzuki", "鈴木"),
    ("Takahashi", "高橋"),
    ("Tanaka", "田中"),
    ("Watanabe", "渡辺"),
)
_JAPANESE_GIVEN = (("Haruto", "陽翔"), ("Yui", "結衣"), ("Ren", "蓮"), ("Sakura", "桜"))
_LATIN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "SG": (("Amirah", "Wei Jie", "Priya", "Daniel", "Hui Min"), ("Tan", "Lim", "Rahman", "Nair", "Ong")),
    "IN": (("Arjun", "Divya", "Rohan", "Ananya", "Vikram"), ("Iyer", "Deshpande", "Banerjee", "Chaudhary", "Menon")),
    "ID": (("Budi", "Siti", "Agus", "Dewi", "Rizky"), ("Santoso", "Wijaya", "Pratama", "Hidayat", "Lestari")),
    "PH": (
        ("Maria Luisa", "Jose", "Angelica", "Ramon", "Kristine"),
        ("Santos", "Dela Cruz", "Reyes", "Bautista", "Villanueva"),
    ),
    "VN": (("Minh Anh", "Thu Ha", "Quang Huy", "Bao Ngoc"), ("Nguyen", "Tran", "Le", "Pham", "Vo")),
    "TR": (("Emre", "Zeynep", "Mehmet", "Elif"), ("Yılmaz", "Demir", "Şahin", "Çelik", "Öztürk")),
    "AE": (("Khalid", "Fatima", "Omar", "Maryam"), ("Al Mansoori", "Al Hashimi", "Haddad", "Qasim")),
    "NG": (("Chinedu", "Amina", "Oluwaseun", "Ngozi"), ("Okafor", "Adeyemi", "Balogun", "Eze", "Abubakar")),
    "KE": (("Wanjiru", "Otieno", "Achieng", "Kamau"), ("Mwangi", "Odhiambo", "Njoroge", "Kiptoo")),
    "BR": (("João", "Beatriz", "Thiago", "Larissa"), ("da Silva", "Oliveira", "Souza", "Ferreira", "Araújo")),
    "MX": (("José Luis", "Guadalupe", "Fernanda", "Diego"), ("Hernández", "García López", "Ramírez", "Torres Vega")),
    "ES": (("Álvaro", "Lucía", "Sergio", "Marta"), ("Fernández", "Gómez Ruiz", "Navarro", "Domínguez")),
    "PL": (("Łukasz", "Agnieszka", "Paweł", "Magdalena"), ("Kowalska", "Wiśniewski", "Zając", "Nowicka")),
    "RO": (("Andrei", "Ioana", "Mihai", "Elena"), ("Popescu", "Ionescu", "Dumitru", "Stan")),
    "UA": (("Oleksandr", "Olena", "Andriy", "Iryna"), ("Shevchenko", "Kovalenko", "Bondarenko", "Tkachuk")),
    "DE": (("Jürgen", "Annika", "Lukas", "Sabine"), ("Müller", "Schröder", "Weiß", "Hoffmann", "Köhler")),
    "FR": (("Élodie", "Julien", "Chloé", "Mathieu"), ("Lefèvre", "Moreau", "Girard", "Dubois")),
    "GB": (("Oliver", "Imogen", "Harriet", "Callum"), ("Ashworth", "O'Neill", "Pritchard", "MacLeod", "Bramwell")),
    "US": (("Marcus", "Brianna", "Ethan", "Danielle"), ("Whitfield", "Castillo", "Nakamura", "Van Dyke", "Hobbs")),
    "AU": (("Lachlan", "Matilda", "Jarrah", "Isla"), ("McKenzie", "Doyle", "Nguyen", "Carver")),
}
_PLAIN = str.maketrans("ıİşŞçÇöÖüÜğĞãáàâäéèêëíóôõúńłŁśżźąęñÁÉÍÓÚß", "iIsScCoOuUgGaaaaaeeeeiooounlLszzaenAEIOUs")
_CITIES: dict[str, tuple[tuple[str, str], ...]] = {
    "SG": (("Singapore", "###### "),),
    "IN": (("Mumbai", "400###"), ("Pune", "411###")),
    "ID": (("Jakarta", "12###"), ("Surabaya", "60###")),
    "PH": (("Quezon City", "11##"), ("Cebu City", "60##")),
    "VN": (("Ho Chi Minh City", "70####"), ("Da Nang", "55####")),
    "TR": (("İstanbul", "34###"), ("İzmir", "35###")),
    "AE": (("Dubai", "#####"), ("Sharjah", "#####")),
    "NG": (("Lagos", "10####"), ("Abuja", "90####")),
    "KE": (("Nairobi", "00###"), ("Mombasa", "80###")),
    "BR": (("São Paulo", "01###-###"), ("Curitiba", "80###-###")),
    "MX": (("Ciudad de México", "06###"), ("Guadalajara", "44###")),
    "ES": (("Madrid", "280##"), ("Valencia", "460##")),
    "PL": (("Warszawa", "00-###"), ("Kraków", "30-###")),
    "RO": (("București", "01####"), ("Cluj-Napoca", "40####")),
    "UA": (("Kyiv", "01###"), ("Lviv", "79###")),
    "DE": (("Berlin", "10###"), ("Köln", "50###")),
    "FR": (("Paris", "750##"), ("Lyon", "690##")),
    "GB": (("London", "N# #QX"), ("Leeds", "LS# #ZZ")),
    "US": (("Albany", "122##"), ("Fresno", "937##")),
    "AU": (("Sydney", "20##"), ("Geelong", "32##")),
}
_STREETS: dict[str, tuple[tuple[str, str], ...]] = {
    "ES": (("Calle de los Olmos", "C. de los Olmos"), ("Avenida del Puerto", "Avda. del Puerto")),
    "MX": (("Avenida de las Jacarandas", "Av. Jacarandas"), ("Calle Encino", "C. Encino")),
    "BR": (("Rua das Acácias", "R. das Acácias"), ("Avenida Beira Rio", "Av. Beira Rio")),
    "DE": (("Lindenstraße", "Lindenstr."), ("Am Alten Markt", "Alter Markt")),
    "FR": (("rue des Tilleuls", "r. des Tilleuls"), ("avenue du Parc", "av. du Parc")),
    "PL": (("ulica Brzozowa", "ul. Brzozowa"), ("aleja Lipowa", "al. Lipowa")),
    "TR": (("Gül Sokağı", "Gül Sk."), ("Çınar Caddesi", "Çınar Cd.")),
    "RO": (("Strada Teilor", "Str. Teilor"), ("Bulevardul Nou", "Bd. Nou")),
    "UA": (("vulytsia Sadova", "vul. Sadova"), ("prospekt Myru", "prosp. Myru")),
    "ID": (("Jalan Melati", "Jl. Melati"), ("Jalan Kenanga", "Jln. Kenanga")),
}
_ENGLISH_STREETS = (
    ("Orchard Street", "Orchard St"),
    ("Maple Avenue", "Maple Ave."),
    ("Station Road", "Station Rd"),
    ("Garden Lane", "Garden Ln"),
    ("Harbour View Drive", "Harbour View Dr"),
)
_CHINESE_PLACES = (
    ("上海市", "徐汇区", "桂林路", "200233"),
    ("深圳市", "南山区", "海德三道", "518054"),
    ("杭州市", "西湖区", "文三路", "310012"),
    ("成都市", "武侯区", "科华北路", "610041"),
    ("南京市", "鼓楼区", "汉口路", "210008"),
)
_TAIWAN_PLACES = (
    ("台北市", "大安區", "和平東路", "106"),
    ("新北市", "板橋區", "文化路", "220"),
    ("台中市", "西屯區", "河南路", "407"),
)
_HONG_KONG_PLACES = (
    ("九龙旺角", "砵兰街", "Portland Street, Mong Kok"),
    ("香港北角", "英皇道", "King's Road, North Point"),
)
COUNTRIES = ("CN", "HK", "TW", "KR", "JP", *_LATIN)


def _script_name(
    rng: random.Random, family: tuple[tuple[str, str], ...], given: tuple[tuple[str, str], ...]
) -> tuple[str, str, str, str]:
    (fam, fam_local), (giv, giv_local) = rng.choice(family), rng.choice(given)
    other_given = rng.choice([g for g in given if g[0] != giv])[0]
    return f"{fam} {giv}", f"{giv.replace('-', ' ')} {fam.upper()}", f"{fam} {other_given}", fam_local + giv_local


def person(rng: random.Random, country: str | None = None) -> Person:
    """One invented person of `country` (any, when None)."""
    country = country or rng.choice(COUNTRIES)
    birth = f"{rng.randint(1957, 2006)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    sex = rng.choice(("F", "M"))
    if country in ("CN", "HK", "TW"):
        return Person(*_script_name(rng, _CHINESE_FAMILY, _CHINESE_GIVEN), country, birth, sex)
    if country == "KR":
        return Person(*_script_name(rng, _KOREAN_FAMILY, _KOREAN_GIVEN), country, birth, sex)
    if country == "JP":
        return Person(*_script_name(rng, _JAPANESE_FAMILY, _JAPANESE_GIVEN), country, birth, sex)
    given, family = _LATIN.get(country, _LATIN["GB"])
    first, last = rng.choice(given), rng.choice(family)
    plain = last.translate(_PLAIN)
    variant = f"{plain.upper()}, {first.translate(_PLAIN)}" if rng.random() < 0.5 else f"{first[0]}. {plain}"
    other = f"{first} {rng.choice([f for f in family if f != last])}"
    return Person(f"{first} {last}", variant, other, None, country, birth, sex)


def digits(rng: random.Random, pattern: str) -> str:
    """`pattern` with every # replaced by a digit."""
    return "".join(str(rng.randrange(10)) if c == "#" else c for c in pattern).strip()


def address(rng: random.Random, country: str) -> Address:
    """One invented address of `country`."""
    number, flat = rng.randint(2, 198), rng.randint(1, 40)
    if country in ("CN", "TW"):
        city, district, road, postcode = rng.choice(_CHINESE_PLACES if country == "CN" else _TAIWAN_PLACES)
        floor, mark = flat % 20 + 1, "号" if country == "CN" else "號"
        line = (
            f"{city}{district}{road}{number}{mark}{floor}楼{flat:02d}室"
            if country == "CN"
            else (f"{city}{district}{road}{number}{mark}{floor}樓")
        )
        variant = f"{district}{road}{number}{mark}{floor}-{flat:02d}"
        other = f"{city}{district}{road}{number + 37}{mark}"
        return Address(
            line,
            variant,
            other,
            city,
            postcode,
            country,
        )
    if country == "HK":
        area, road, english = rng.choice(_HONG_KONG_PLACES)
        line = f"{area}{road}{number}号{flat}楼"
        return Address(line, f"{flat}/F, {number} {english}", f"{area}{road}{number + 41}号", "香港", "999077", country)
    if country in ("KR", "JP"):
        town = "Seoul" if country == "KR" else "Tokyo"
        ward = rng.choice(("Mapo-gu", "Gangnam-gu") if country == "KR" else ("Setagaya-ku", "Nerima-ku"))
        line = f"{number}-{flat} {ward}, {town}"
        post = digits(rng, "0####") if country == "KR" else digits(rng, "15#-00##")
        return Address(
            line, f"{town} {ward} {number}-{flat}", f"{number + 9}-{flat} {ward}, {town}", town, post, country
        )
    town, pattern = rng.choice(_CITIES.get(country, _CITIES["GB"]))
    street, short = rng.choice(_STREETS.get(country, _ENGLISH_STREETS))
    if country in _STREETS:
        line, variant, other = f"{street} {number}, {flat}", f"{short} {number}/{flat}", f"{street} {number + 26}"
    else:
        line, variant, other = (
            f"{number} {street}, Apt {flat}",
            f"Flat {flat}, {number} {short}",
            f"{number + 14} {street}",
        )
    return Address(line, variant, other, town, digits(rng, pattern), country)
