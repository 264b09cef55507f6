"""The words of the English–French grammar, with all their forms.

No form stands for two things, so that each sentence has one right translation, both ways.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Noun(NamedTuple):
    """A noun, (singular, plural)."""

    english: tuple[str, str]
    french: tuple[str, str]
    is_feminine: bool


class Adjective(NamedTuple):
    """An adjective, masculine and feminine (singular, plural).

    comes_first   whether it stands before its noun; most French ones stand behind.
    before_vowel  the masculine singular before a vowel: "vieil ami".
    """

    english: str
    masculine: tuple[str, str]
    feminine: tuple[str, str]
    comes_first: bool
    before_vowel: str


class Verb(NamedTuple):
    """A verb in the present tense.

    english   (plain form, third person singular).
    particle  the "for" of "look for", or "".
    french    with je, tu, elle, nous, ils.
    """

    english: tuple[str, str]
    particle: str
    french: tuple[str, ...]


class Determiner(NamedTuple):
    """A determiner: English (singular, plural), French masculine, feminine, plural."""

    english: tuple[str, str]
    french: tuple[str, str, str]


@dataclass(frozen=True)
class Pronoun:
    """A subject that is a pronoun. person: place in Verb.french."""

    english: str
    french: str
    person: int
    is_feminine: bool = False

    @property
    def is_plural(self) -> bool:
        """Whether it stands for more than one."""
        return self.person > 2


def _noun(english: str, french: str) -> Noun:
    """From "cat cats" and "le chat chats"."""
    one, many = english.split()
    article, un, des = french.split()
    return Noun((one, many), (un, des), article == "la")


def _adjective(
    english: str, forms: str, comes_first: bool = False, before_vowel: str = ""
) -> Adjective:
    """From "noir noirs noire noires"."""
    a, b, c, d = forms.split()
    return Adjective(english, (a, b), (c, d), comes_first, before_vowel or a)


def _verb(english: str, french: str) -> Verb:
    """From "look looks for" and "cherche cherches cherche cherchons cherchent"."""
    plain, third, *particle = english.split()
    return Verb((plain, third), "".join(particle), tuple(french.split()))


#: What can be the subject.
LIVING = (
    _noun("cat cats", "le chat chats"),
    _noun("dog dogs", "le chien chiens"),
    _noun("boy boys", "le garçon garçons"),
    _noun("girl girls", "la fille filles"),
    _noun("man men", "le homme hommes"),
    _noun("woman women", "la femme femmes"),
    _noun("child children", "le enfant enfants"),
    _noun("friend friends", "le ami amis"),
    _noun("bird birds", "le oiseau oiseaux"),
    _noun("horse horses", "le cheval chevaux"),
    _noun("cow cows", "la vache vaches"),
    _noun("king kings", "le roi rois"),
    _noun("queen queens", "la reine reines"),
    _noun("actress actresses", "la actrice actrices"),
    _noun("doctor doctors", "le médecin médecins"),
)
THINGS = (
    _noun("house houses", "la maison maisons"),
    _noun("car cars", "la voiture voitures"),
    _noun("book books", "le livre livres"),
    _noun("apple apples", "la pomme pommes"),
    _noun("tree trees", "le arbre arbres"),
    _noun("flower flowers", "la fleur fleurs"),
    _noun("hat hats", "le chapeau chapeaux"),
    _noun("letter letters", "la lettre lettres"),
    _noun("garden gardens", "le jardin jardins"),
    _noun("school schools", "la école écoles"),
    _noun("island islands", "la île îles"),
    _noun("boat boats", "le bateau bateaux"),
)
ADJECTIVES = (
    _adjective("little", "petit petits petite petites", comes_first=True),
    _adjective("big", "grand grands grande grandes", comes_first=True),
    _adjective("good", "bon bons bonne bonnes", comes_first=True),
    _adjective("pretty", "joli jolis jolie jolies", comes_first=True),
    _adjective("old", "vieux vieux vieille vieilles", comes_first=True, before_vowel="vieil"),
    _adjective("black", "noir noirs noire noires"),
    _adjective("white", "blanc blancs blanche blanches"),
    _adjective("green", "vert verts verte vertes"),
    _adjective("grey", "gris gris grise grises"),
    _adjective("red", "rouge rouges rouge rouges"),
    _adjective("sad", "triste tristes triste tristes"),
    _adjective("happy", "heureux heureux heureuse heureuses"),
    _adjective("famous", "célèbre célèbres célèbre célèbres"),
)
DETERMINERS = (
    Determiner(("the", "the"), ("le", "la", "les")),
    Determiner(("my", "my"), ("mon", "ma", "mes")),
    Determiner(("your", "your"), ("ton", "ta", "tes")),
    Determiner(("our", "our"), ("notre", "notre", "nos")),
    Determiner(("this", "these"), ("ce", "cette", "ces")),
)
INDEFINITE = Determiner(("a", "some"), ("un", "une", "des"))
PRONOUNS = (
    Pronoun("I", "je", 0),
    Pronoun("you", "tu", 1),
    Pronoun("he", "il", 2),
    Pronoun("she", "elle", 2, is_feminine=True),
    Pronoun("we", "nous", 3),
    Pronoun("they", "ils", 4),
)
TRANSITIVE = (
    _verb("see sees", "vois vois voit voyons voient"),
    _verb("like likes", "aime aimes aime aimons aiment"),
    _verb("want wants", "veux veux veut voulons veulent"),
    _verb("draw draws", "dessine dessines dessine dessinons dessinent"),
    _verb("find finds", "trouve trouves trouve trouvons trouvent"),
    _verb("sell sells", "vends vends vend vendons vendent"),
    _verb("buy buys", "achète achètes achète achetons achètent"),
    _verb("look looks for", "cherche cherches cherche cherchons cherchent"),
)
INTRANSITIVE = (
    _verb("sleep sleeps", "dors dors dort dormons dorment"),
    _verb("sing sings", "chante chantes chante chantons chantent"),
    _verb("run runs", "cours cours court courons courent"),
    _verb("work works", "travaille travailles travaille travaillons travaillent"),
    _verb("arrive arrives", "arrive arrives arrive arrivons arrivent"),
    _verb("laugh laughs", "ris ris rit rions rient"),
)
BE = ("is", "are")
ÊTRE = ("est", "sont")
#: English and French words that are added at the end, each whole belonging to the other.
ADVERBS = (
    (("here",), ("ici",)),
    (("today",), ("aujourd'hui",)),
    (("tonight",), ("ce", "soir")),
    (("every", "day"), ("chaque", "jour")),
)
PLACES = (
    (("in",), ("dans",)),
    (("behind",), ("derrière",)),
    (("in", "front", "of"), ("devant",)),
)
