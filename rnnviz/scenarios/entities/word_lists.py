"""The words that names are made of, and words that are names as well."""


def _listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(" ".join(part.split()) for part in text.split(","))


#: Some are called as persons are in the census: Florence, Jordan, Washington.
PLACES = _listed(
    """
    Amsterdam, Athens, Austin, Australia, Austria, Barcelona, Belgium, Berlin, Bologna, Boston,
    Brazil, Bristol, Brussels, Budapest, Buenos Aires, Cairo, Calcutta, Canada, Cape Town,
    Carolina, Charlotte, Chelsea, Chicago, Chile, Cleveland, Copenhagen, Costa Rica, Cuba,
    Dallas, Denmark, Denver, Dresden, Dublin, Edinburgh, Egypt, Finland, Florence, France,
    Geneva, Georgia, Germany, Ghana, Glasgow, Greece, Hamburg, Hamilton, Havana, Helsinki,
    Hong Kong, Houston, Hungary, Iceland, India, Ireland, Israel, Istanbul, Italy, Jackson,
    Japan, Jordan, Kenya, Lagos, Leeds, Lima, Lincoln, Lisbon, Liverpool, London, Los Angeles,
    Madison, Madrid, Malta, Manchester, Marseille, Melbourne, Mexico, Milan, Montreal, Morocco,
    Moscow, Mumbai, Munich, Nairobi, Naples, Nepal, New Delhi, New York, New Zealand, Nigeria,
    Norway, Orlando, Oslo, Ottawa, Oxford, Panama, Paris, Peru, Poland, Portugal, Prague,
    Quebec, Rome, Rotterdam, San Francisco, Santiago, Scotland, Seoul, Sicily, Singapore, Spain,
    Sri Lanka, Stockholm, Sweden, Switzerland, Sydney, Tanzania, Texas, Tokyo, Toronto, Tunisia,
    Turin, Valencia, Venice, Vienna, Vietnam, Virginia, Wales, Warsaw, Washington, Zurich
    """
)
#: International bodies; their capitals alone do not tell them from “TV” or “DNA”.
BODIES = _listed(
    """
    CERN, ECB, ESA, EBRD, FAO, FIFA, IAEA, ICAO, IFRC, ILO, IMF, IMO, INTERPOL, IOC, ITU, NASA,
    NATO, OECD, OPEC, OSCE, UEFA, UNDP, UNESCO, UNHCR, UNICEF, WHO, WIPO, WMO, WTO
    """
)
#: Words that are names of persons too.
WORDS_AND_FIRST_NAMES = _listed(
    """
    Amber, April, August, Bill, Chase, Christian, Crystal, Daisy, Dawn, Dean, Drew, Earl, Faith,
    Frank, Gene, Ginger, Grace, Grant, Guy, Heather, Hope, Iris, Jack, Joy, June, Lance, Mark,
    May, Miles, Nick, Olive, Pat, Pearl, Ray, Robin, Rod, Rose, Ruby, Sandy, Sterling, Sue,
    Violet, Wade, Will
    """
)
WORDS_AND_SURNAMES = _listed(
    """
    Baker, Banks, Black, Brooks, Brown, Bush, Carter, Chase, Cook, English, Fields, Fisher, Fox,
    French, Grant, Green, Hill, King, Lake, Long, Love, Mason, May, Miles, Park, Pierce, Porter,
    Potter, Rice, Rich, Rivers, Rose, Short, Stone, White, Wood, Young
    """
)

#: With a surname before them they name a firm, with a place before them another body.
FIRMS = _listed(
    """
    Airlines, Bank, Brothers, Foods, Foundation, Group, Industries, Institute, Insurance,
    Motors, Press, Records, Steel, & Co, & Sons
    """
)
LOCAL = _listed(
    """
    United, Rovers, Times, Herald, University, Opera, Bank, Museum
    """
)
#: With a place after them they name an organisation.
OF = _listed(
    """
    University of, Bank of, Museum of, Church of, Port Authority of
    """
)
#: With a surname before them they name a place; so do those of LAND with one after them.
WAYS = _listed(
    """
    Street, Road, Square, Bridge, Park, Valley, Island, County
    """
)
LAND = _listed(
    """
    Lake, Mount, Port, Fort, Cape
    """
)
#: Parts of a place.
SIDES = _listed(
    """
    North, South, East, West, Upper, Lower
    """
)
