"""Sentences with places for names, and the words that fill their other places.

Many begin alike, so that only what follows tells a person from a place: “we left {per} waiting
in the rain”, “we left {loc} by the night train”. Others hold words with a capital that are no
names here: “Will the key be ready?”, “Rose petals …”, days, months, languages, TV.
"""

from collections.abc import Mapping

#: Statements: something may stand before and after them.
STATEMENTS = tuple(
    """
{per} met {per}
{per} met {per} in {loc}
{per} met the {job} of {org}
{per} smiled and left the room
{per} , a {job} from {loc} , married {per}
everybody knew that {per} was lying
my {kin} {per} lives near {loc}
the {job} {per} wrote three books about {loc}
Dr {last} examined the {kin} of {per}
Mr {last} and Mrs {last} sold their house in {loc}
Professor {last} teaches {language} at {org}
we spoke with {per} , who works for {org}
{per} joined {org} as a {job}
{org} hired {per}
{org} hired a {job}
{per} and {per} quarrelled over the {thing}
the letter was signed by {per} and {per}
{per} is {number} years old and studies at {org}
{per} was born in {loc} in {year}
when {per} arrived , {per} had already gone to {loc}
the {kin} of {first} works in {loc}
police arrested {per} in {loc}
{per} lost the {thing} on the way to {loc}
nobody believed {per}
nobody believed {org} , which had lied before
the {job} thanked {per} for the {thing}
{per} taught {first} to read {language}
{last} was seen with a {job} from {loc}
{last} denied everything
{last} coughed and looked away
{first} forgot the {thing} again
{first} wept for days
{first} and {first} are learning {language}
{loc} lies on the coast
{loc} lies between {loc} and {loc}
{loc} has two airports and a harbour
{loc} is known for its {things}
{loc} was dark and cold
it rained in {loc} all through {month}
the train from {loc} to {loc} was late
the train from {loc} was full of {nation} tourists
we drove through {loc} and stopped in {loc}
the mayor of {loc} opened the new bridge
the population of {loc} has doubled since {year}
a storm hit {loc} and the north of {loc}
the streets of {loc} were empty
snow fell on {loc}
she moved from {loc} to {loc}
our hotel in {loc} had no {things}
they grew up in {loc} and speak {language}
{org} announced record profits
{org} announced that it would leave {loc}
{org} and {org} agreed to merge
{org} was fined for its {goods}
shares of {org} fell by {number} percent
the board of {org} met in {loc}
{org} bought {org} for {number} million
she works for {org} , not for {org}
analysts expect {org} to cut {number} jobs
the chairman of {org} , {per} , resigned
a spokesman for {org} said nothing about {loc}
{org} published the report in {language}
workers at {org} went on strike
{org} opened an office in {loc}
{org} lost a case against {org}
{org} will sell its {goods} in {loc}
we left {per} waiting in the rain
we left {loc} by the night train
we left {org} for better wages
they visited {per} in hospital
they visited {loc} by bus
they visited {org} to see how its {goods} are made
I wrote to {per} , but he never answered
I wrote to {org} , but its lawyers never answered
he remembered {loc} as a town of {things}
he remembered {per} as a shy {job}
he remembered {org} as a badly run firm
there was no news from {per} , who was ill
there was no news from {loc} , where it snowed
there was no news from {org} , which was being sold
the {nation} {job} was shown on TV
the {thing} comes with a CD and a PDF
the DNA of the {animal} was {nation}
the CEO spoke {language}
{day} was a holiday
we have no {things} before {month}
the {nation} translation came out in {month}
""".strip().split("\n")
)

#: Sentences that stand alone: questions, orders, and words that look like names and are none.
ALONE = tuple(
    """
has anybody seen {first} since {day} ?
where is {per} ?
who told {first} about the {thing} ?
is {loc} far from {loc} ?
does {org} sell {goods} ?
give the {thing} to {first} , please .
{first} , come here !
call {last} on {day} .
will the {thing} be ready on {day} ?
will you go to {loc} with {first} ?
may I see the {thing} ?
may we keep the {things} until {month} ?
mark the {thing} with a red pen .
rose petals lay on the floor .
grace is not everything .
hope dies last .
faith moves mountains .
frank words were spoken on {day} .
bill after bill came in {month} .
jack up the car before you change the wheel .
chase the {animal} out of the garden !
grant applications close in {month} .
summer was hot in {loc} .
brown rice needs more water .
white wine goes with fish .
green tea is good for you .
black ice covered the road .
king crabs are large .
young people read less .
long queues formed at noon .
hill farmers complained in {month} .
rich harvests are rare .
wood burns , stone does not .
stone walls keep the {animal} in .
cook the rice for {number} minutes .
banks closed early on {day} .
fields lay empty in {month} .
pearl buttons were lost .
amber is old resin .
ruby rings are dear .
dawn came at six .
joy filled the house .
sue them , said the {job} .
pat the {animal} gently .
guy ropes hold the tent .
miles of sand lay before us .
rod and line were lost .
olive oil is dear .
ginger helps when you are ill .
heather grows on the moor .
crystal glasses broke .
rivers rise in {month} .
short words are best .
fox hunting is over .
park the car behind the house .
love is blind .
lake water is sweet .
english is spoken here .
french is taught on {day} .
baker after baker closed .
sterling fell by {number} percent .
""".strip().split("\n")
)

BEFORE = tuple(
    """
yesterday ,
on {day} ,
in {month} ,
by {month} ,
last {month} ,
in {loc} ,
according to {per} ,
according to {org} ,
as {first} told me ,
meanwhile ,
later that day ,
I think that
it is said that
""".strip().split("\n")
)

AFTER = tuple(
    """
on {day}
last {month}
in {year}
in {month} {year}
, said {per}
, said {last}
, {org} said
, according to {org}
, as {first} had hoped
because of the {thing}
while {per} was in {loc}
again
and nobody knew why
""".strip().split("\n")
)

FILLERS: Mapping[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "job": "actor architect author baker cook doctor driver farmer fisher gardener "
        "judge king lawyer mason minister nurse painter pilot porter potter singer teacher",
        "kin": "aunt brother cousin daughter father friend mother nephew neighbour niece sister "
        "son uncle",
        "thing": "bill book bottle camera contract key lamp letter map mark novel ring rose "
        "stone ticket umbrella watch will",
        "things": "banks bridges brooks cameras castles churches fields gardens lakes markets "
        "miles museums parks pearls rivers woods",
        "goods": "boats cameras chairs fields lamps pearls pipes rods shoes stones tools toys "
        "wines woods",
        "animal": "cat cow dog fox goat horse robin sheep",
        "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter",
        "month": "January February March April May June July August September October November "
        "December",
        "nation": "American British Chinese Dutch English French German Greek Indian Italian "
        "Japanese Polish Russian Spanish Swedish Turkish",
        "language": "Arabic Chinese Dutch English French German Greek Italian Japanese Latin "
        "Polish Russian Spanish Turkish",
        "number": "two three four five six seven nine twelve 14 18 20 35 47 60 80 250",
        "year": "1848 1871 1905 1912 1929 1936 1945 1954 1968 1975 1983 1989 1997 2004 2011 2019",
    }.items()
}
