"""Short and foreign forms of first names → the formal English or Russian form, folded. Facts of usage."""

from __future__ import annotations

_GROUPS = """
alexander: alex aleksandr alexandr aleksander sasha oleksandr sandy
alexandra: sasha aleksandra
alexei: alexey aleksey aleksei alexis oleksiy
anastasia: anastasiya nastya
anatoly: anatoli anatoliy
andrew: andy drew
andrei: andrey andrej andriy
anna: anya hanna
anthony: tony antony
barbara: barb
benjamin: ben
catherine: kate cathy katherine kathryn kathy katie yekaterina ekaterina
charles: charlie chuck
christina: chris tina kristina
christopher: chris kris
daniel: dan danny
david: dave
dmitry: dmitri dmitriy dmitrij dima dmytro dimitri
donald: don
douglas: doug
edward: ed eddie ted
elena: yelena lena olena
elizabeth: liz beth betsy eliza
eugene: gene yevgeny evgeny yevgeni evgeni evgeniy yevgeniy
francis: frank francisco
frederick: fred freddie
gennady: gennadi gennadiy
george: georgy georgi georgiy
gregory: greg grigory grigori
gwynne: gwyn
igor: ihor
irina: ira iryna
ivan: vanya
james: jim jimmy jamie
janet: jan
jeffrey: jeff geoffrey geoff
jennifer: jen jenny
jessica: jess
john: johnny jack
jonathan: jon
joseph: joe
joshua: josh
kenneth: ken kenny
konstantin: kostya kostiantyn
lawrence: larry
leonard: len leo
leonid: lenya
margaret: peggy maggie meg
maria: mary mariya marija
mark: marc
matthew: matt mathew
michael: mike mick mikhail
natalia: natalya nataliya natasha
nicholas: nick nicolas nikolay nikolai
oleg: oleh
pamela: pam
patricia: pat patty
patrick: pat
paul: pavel
peter: pete pyotr petr
philip: phil phillip
raymond: ray
rebecca: becky
richard: rick dick rich
robert: bob bobby rob
ronald: ron
samuel: sam
scott: scotty
sergei: sergey sergej serhiy
stephen: steve steven stefan
sunita: suni
susan: sue
svetlana: sveta
thomas: tom tommy
timothy: tim
valery: valeri valeriy
viktor: victor
vladimir: volodymyr vova vladimer
vyacheslav: viacheslav slava
walter: walt
william: bill billy will
yuri: yury yuriy yurij juri iouri
zachary: zach zack
"""


def _table() -> dict[str, str]:
    """Read the groups; a form that stands in two keeps the first."""
    formal: dict[str, str] = {}
    for line in _GROUPS.strip().splitlines():
        name, _, forms = line.partition(":")
        for form in (name, *forms.split()):
            formal.setdefault(form, name)
    return formal


FORMAL = _table()
