"""Cities with conference centres: real ones, so that maps and time zones look as they do in a real log."""

from typing import NamedTuple


class City(NamedTuple):
    """A city, its centre in degrees (WGS 84)."""

    name: str
    country: str
    zone: str
    latitude: float
    longitude: float


CITIES = (
    City("Berlin", "Germany", "Europe/Berlin", 52.52, 13.40),
    City("Brussels", "Belgium", "Europe/Brussels", 50.85, 4.35),
    City("Pasadena", "United States", "America/Los_Angeles", 34.15, -118.14),
    City("Amsterdam", "Netherlands", "Europe/Amsterdam", 52.37, 4.90),
    City("Paris", "France", "Europe/Paris", 48.86, 2.35),
    City("London", "United Kingdom", "Europe/London", 51.51, -0.13),
    City("Portland", "United States", "America/Los_Angeles", 45.52, -122.68),
    City("Prague", "Czechia", "Europe/Prague", 50.08, 14.44),
    City("Vienna", "Austria", "Europe/Vienna", 48.21, 16.37),
    City("Denver", "United States", "America/Denver", 39.74, -104.99),
    City("Tokyo", "Japan", "Asia/Tokyo", 35.68, 139.69),
    City("Helsinki", "Finland", "Europe/Helsinki", 60.17, 24.94),
    City("Barcelona", "Spain", "Europe/Madrid", 41.39, 2.17),
    City("Montréal", "Canada", "America/Toronto", 45.50, -73.57),
    City("Zürich", "Switzerland", "Europe/Zurich", 47.38, 8.54),
    City("Copenhagen", "Denmark", "Europe/Copenhagen", 55.68, 12.57),
    City("Dublin", "Ireland", "Europe/Dublin", 53.35, -6.26),
    City("Kraków", "Poland", "Europe/Warsaw", 50.06, 19.94),
    City("Lisbon", "Portugal", "Europe/Lisbon", 38.72, -9.14),
    City("Seoul", "South Korea", "Asia/Seoul", 37.57, 126.98),
    City("São Paulo", "Brazil", "America/Sao_Paulo", -23.55, -46.63),
    City("Melbourne", "Australia", "Australia/Melbourne", -37.81, 144.96),
    City("Bengaluru", "India", "Asia/Kolkata", 12.97, 77.59),
    City("Singapore", "Singapore", "Asia/Singapore", 1.35, 103.82),
    City("Taipei", "Taiwan", "Asia/Taipei", 25.03, 121.57),
    City("Cape Town", "South Africa", "Africa/Johannesburg", -33.92, 18.42),
    City("Wellington", "New Zealand", "Pacific/Auckland", -41.29, 174.78),
    City("Reykjavík", "Iceland", "Atlantic/Reykjavik", 64.15, -21.94),
    City("Nairobi", "Kenya", "Africa/Nairobi", -1.29, 36.82),
    City("Buenos Aires", "Argentina", "America/Argentina/Buenos_Aires", -34.60, -58.38),
)
