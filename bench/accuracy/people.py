"""Two files of generated people, of whom some stand in both; who is who is known. No real person is in it."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from bench.accuracy.pools import STATE_LANGUAGE, District, Pool, Word, districts, pools

TODAY = 2024
HONORIFICS = {"f": ("Smt.", "Kumari", "Ms"), "m": ("Shri", "Mr", "Sri")}


@dataclass(frozen=True)
class Setting:
    """The chances with which a record differs from the person."""

    name: str = "usual"
    native: tuple[float, float] = (0.1, 0.6)  # written in the native script, in the first and the second file
    flat: float = 0.0  # how far rarer spellings are as frequent as usual ones
    second_missing: float = 0.25
    second_initial: float = 0.15
    swapped: float = 0.15
    honorific: float = 0.1
    other_name: float = 0.02
    father_missing: float = 0.4
    mother_missing: float = 0.5
    age_missing: float = 0.05
    age_known: float = 0.3
    age_sd: float = 2.0
    sex_missing: float = 0.03
    sex_wrong: float = 0.005
    home_missing: float = 0.12
    home_state_only: float = 0.13
    home_other: float = 0.1


USUAL = Setting()
HARDER = Setting(
    "harder", (0.2, 0.7), 0.5, 0.35, 0.25, 0.25, 0.2, 0.04, 0.5, 0.65, 0.1, 0.15, 3.0, 0.06, 0.01, 0.2, 0.2, 0.15
)


@dataclass
class Record:
    """What a file says of a person; ``truth`` is the person's number."""

    truth: int
    name: str
    father: str
    mother: str
    age: int | None
    guessed: bool
    on: date
    sex: str
    home: str


@dataclass
class World:
    """The pools and places from which people are drawn."""

    facts: Path
    seed: int = 1
    pools: dict[tuple[str, str], Pool] = field(default_factory=dict)
    districts: list[District] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pools = pools(self.facts / "names", np.random.default_rng(self.seed))
        self.districts = districts(self.facts)


class People:
    """True people, drawn as columns."""

    def __init__(self, world: World, number: int, random: np.random.Generator) -> None:
        self.world = world
        shares = np.array([one.people for one in world.districts], float)
        self.home = random.choice(len(world.districts), number, p=shares / shares.sum())
        self.sex = np.where(random.random(number) < 0.65, "f", "m")
        self.born = TODAY - (6 + random.gamma(2.5, 6.0, number)).astype(int)
        language = np.array([STATE_LANGUAGE.get(one.state, "hi") for one in world.districts])[self.home]
        language[random.random(number) < 0.12] = "ur"
        moved = random.random(number) < 0.03
        language[moved] = random.choice(["hi", "te", "ta", "kn", "ml", "bn", "mr"], int(moved.sum()))
        self.language = language
        self.given, self.other = self._words(self.sex, random), self._words(self.sex, random)
        self.family = self._words(np.full(number, "s"), random)
        self.father = self._words(np.full(number, "m"), random)
        self.mother = self._words(np.full(number, "f"), random)
        south = np.isin(language, ["ta", "ml", "kn"])
        self.by_father = south & (random.random(number) < 0.7)  # the second name is the father's

    def _words(self, sorts: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """The place of a name in the pool of each one's language and sort."""
        found = np.zeros(len(sorts), int)
        for (language, sort), pool in self.world.pools.items():
            here = (self.language == language) & (sorts == sort)
            found[here] = random.choice(len(pool.words), int(here.sum()), p=pool.weights)
        return found


class Writer:
    """Writes records of people with one file's habits."""

    def __init__(self, people: People, setting: Setting, side: int, random: np.random.Generator) -> None:
        self.people, self.setting, self.side, self.random = people, setting, side, random

    def records(self, which: np.ndarray) -> list[Record]:
        """A record of each of the people, by number."""
        draws = self.random.random((len(which), 16))
        return [self._record(int(one), draw) for one, draw in zip(which, draws, strict=True)]

    def _record(self, one: int, draw: np.ndarray) -> Record:
        who, odds = self.people, self.setting
        native = draw[0] < odds.native[self.side]
        sex = str(who.sex[one])
        family = (who.father[one], "m") if who.by_father[one] else (who.family[one], "s")
        given = who.other[one] if draw[1] < odds.other_name else who.given[one]
        words = [self._spelt(one, given, sex, native)]
        second = self._spelt(one, *family, native)
        if draw[2] >= odds.second_missing:
            words.append(second[0] + ("." if draw[3] < 0.04 else "") if draw[3] < odds.second_initial else second)
        if draw[4] < odds.swapped:
            words.reverse()
        if draw[5] < odds.honorific and not native:
            words.insert(0, HONORIFICS[sex][one % 3])
        father = "" if draw[6] < odds.father_missing else self._spelt(one, who.father[one], "m", native)
        mother = "" if draw[7] < odds.mother_missing else self._spelt(one, who.mother[one], "f", native)
        if father and draw[8] < 0.4:
            father += " " + self._spelt(one, who.family[one], "s", native)
        age, guessed, year = self._age(int(who.born[one]), draw)
        if draw[12] < odds.sex_missing:
            sex = ""
        elif draw[12] > 1 - odds.sex_wrong:
            sex = "m" if sex == "f" else "f"
        return Record(one, " ".join(words), father, mother, age, guessed, date(year, 7, 1), sex, self._home(one, draw))

    def _spelt(self, one: int, at: int, sort: str, native: bool) -> str:
        word: Word = self.people.world.pools[(str(self.people.language[one]), sort)].words[int(at)]
        if native:
            return word.native
        draw = self.random.random()
        if len(word.latin) == 1:
            return word.latin[0].title()
        if draw < self.setting.flat:
            return word.latin[int(draw / self.setting.flat * len(word.latin))].title()
        left = self.random.random() * sum(word.counts)
        for form, count in zip(word.latin, word.counts, strict=True):
            left -= count
            if left < 0:
                return form.title()
        return word.latin[-1].title()

    def _age(self, born: int, draw: np.ndarray) -> tuple[int | None, bool, int]:
        year = TODAY - int(draw[9] * 8)
        age = max(year - born - int(draw[10] * 2), 0)
        if draw[11] < self.setting.age_missing:
            return None, False, year
        if draw[11] < self.setting.age_missing + self.setting.age_known:
            return age, False, year
        guess = age + self.random.normal(0, self.setting.age_sd + age / 20)
        return max(round(guess / 5) * 5 if guess > 15 and draw[13] < 0.4 else round(guess), 0), True, year

    def _home(self, one: int, draw: np.ndarray) -> str:
        odds, all_of = self.setting, self.people.world.districts
        if draw[14] < odds.home_missing:
            return ""
        district = all_of[self.people.home[one]]
        if draw[15] < odds.home_other:
            district = all_of[int(self.random.integers(len(all_of)))]
        if draw[14] < odds.home_missing + odds.home_state_only:
            return district.state_name
        return district.names[int(self.random.integers(len(district.names)))] + ", " + district.state_name


def two_files(world: World, number: int, setting: Setting, seed: int) -> tuple[list[Record], list[Record]]:
    """Two files of ``number`` records each; half of the people of each stand in the other too."""
    random = np.random.default_rng([seed, number])
    people = People(world, number + number // 2, random)
    first = Writer(people, setting, 0, random).records(np.arange(number))
    second = Writer(people, setting, 1, random).records(
        random.permutation(np.arange(number // 2, number + number // 2))
    )
    return first, second
