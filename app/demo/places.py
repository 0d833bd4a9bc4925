"""Cities with their coordinates and carriers. The codes are those of the case types' `city` captions."""

import math
from typing import NamedTuple


class Place(NamedTuple):
    code: str
    country: str  # ISO 3166-1 alpha-2
    lat: float  # degrees
    lon: float
    carrier: str


PLACES = (
    Place("singapore", "SG", 1.35, 103.82, "SingTel"),
    Place("hong_kong", "HK", 22.32, 114.17, "HKT"),
    Place("taipei", "TW", 25.03, 121.57, "Chunghwa"),
    Place("tokyo", "JP", 35.68, 139.69, "NTT"),
    Place("seoul", "KR", 37.57, 126.98, "KT"),
    Place("shanghai", "CN", 31.23, 121.47, "China Telecom"),
    Place("shenzhen", "CN", 22.54, 114.06, "China Mobile"),
    Place("bangkok", "TH", 13.76, 100.50, "AIS"),
    Place("jakarta", "ID", -6.21, 106.85, "Telkomsel"),
    Place("manila", "PH", 14.60, 120.98, "PLDT"),
    Place("ho_chi_minh", "VN", 10.82, 106.63, "Viettel"),
    Place("kuala_lumpur", "MY", 3.14, 101.69, "Maxis"),
    Place("mumbai", "IN", 19.08, 72.88, "Jio"),
    Place("dubai", "AE", 25.20, 55.27, "Etisalat"),
    Place("istanbul", "TR", 41.01, 28.98, "Turkcell"),
    Place("bucharest", "RO", 44.43, 26.10, "Digi"),
    Place("warsaw", "PL", 52.23, 21.01, "Orange"),
    Place("kyiv", "UA", 50.45, 30.52, "Kyivstar"),
    Place("berlin", "DE", 52.52, 13.40, "Telekom"),
    Place("amsterdam", "NL", 52.37, 4.90, "KPN"),
    Place("paris", "FR", 48.86, 2.35, "Orange"),
    Place("madrid", "ES", 40.42, -3.70, "Movistar"),
    Place("lisbon", "PT", 38.72, -9.14, "MEO"),
    Place("london", "GB", 51.51, -0.13, "BT"),
    Place("lagos", "NG", 6.52, 3.38, "MTN"),
    Place("nairobi", "KE", -1.29, 36.82, "Safaricom"),
    Place("cairo", "EG", 30.04, 31.24, "Vodafone"),
    Place("johannesburg", "ZA", -26.20, 28.05, "Vodacom"),
    Place("sao_paulo", "BR", -23.55, -46.63, "Vivo"),
    Place("buenos_aires", "AR", -34.60, -58.38, "Personal"),
    Place("bogota", "CO", 4.71, -74.07, "Claro"),
    Place("mexico_city", "MX", 19.43, -99.13, "Telcel"),
    Place("new_york", "US", 40.71, -74.01, "Verizon"),
    Place("los_angeles", "US", 34.05, -118.24, "AT&T"),
    Place("toronto", "CA", 43.65, -79.38, "Rogers"),
    Place("sydney", "AU", -33.87, 151.21, "Telstra"),
)
BY_CODE = {place.code: place for place in PLACES}

# Networks of hosting providers are written as AS numbers of the private range (RFC 6996), so that none is real.
HOSTING_NETWORKS = tuple(f"AS{n}" for n in (64513, 64590, 64777, 64801, 64910, 65011, 65120, 65333))


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance (haversine, mean Earth radius 6371 km)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
