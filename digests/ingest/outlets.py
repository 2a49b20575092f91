"""Outlets that a state owns or directs, for the label beside their articles.

Kept by hand: agencies, broadcasters and papers whose founder is a state, a ruling party or an army. Public
broadcasters with an editorial charter of their own (BBC, DW, NHK, PBS …) are left out. A record's own
``state_owned`` goes before this list.
"""

from __future__ import annotations

import re

_HOSTS = frozenset(
    """
tass.com tass.ru itar-tass.com ria.ru rian.ru rian.com sputniknews.com sputnikglobe.com sputnik.com
rt.com russiatoday.com ruptly.tv rg.ru vesti.ru smotrim.ru 1tv.ru tvzvezda.ru roscosmos.ru
roskosmos.ru xinhuanet.com news.cn cgtn.com cctv.com cntv.cn chinadaily.com.cn people.cn people.com.cn
peopledaily.com.cn globaltimes.cn china.org.cn chinanews.com.cn ecns.cn cri.cn gmw.cn youth.cn presstv.ir
presstv.com irna.ir mehrnews.com tasnimnews.com farsnews.ir isna.ir irib.ir kcna.kp rodong.rep.kp
uriminzokkiri.com vnanet.vn vietnamplus.vn belta.by sana.sy trtworld.com trthaber.com aa.com.tr wam.ae
spa.gov.sa prensa-latina.cu granma.cu telesurtv.net telesurenglish.net azertag.az
""".split()
)

_NAMES = frozenset(
    """
tass|itar-tass|tass news agency|ria novosti|ria|rossiya segodnya|sputnik|sputnik news
sputnik international|rt|russia today|rt.com|rt international|rt news|sputnik globe|sputnikint
cgtn america|ruptly|rossiyskaya gazeta|zvezda|tv zvezda|channel one russia|rossiya 24
roscosmos|xinhua|xinhua news agency|xinhuanet|cgtn|cctv|china global television network
china central television|china daily|people's daily|peoples daily|global times|china news service
china.org.cn|china radio international|guangming daily|press tv|presstv|irna|mehr news agency
mehr news|tasnim|tasnim news agency|fars news agency|fars news|isna|irib|kcna
korean central news agency|rodong sinmun|vietnam news agency|vietnamplus|belta|sana|trt world
trt haber|anadolu agency|anadolu|wam|emirates news agency|saudi press agency|prensa latina|granma
telesur|azertac|тасс|риа новости|россия сегодня|российская газета|звезда|роскосмос
新华社|人民日报|环球时报|央视
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def is_state_owned(outlet: str, host: str | None = None) -> bool:
    """Tell whether an outlet, by its name or its host (or a parent domain of it), belongs to a state."""
    name = re.sub(r"^the\s+", "", " ".join(outlet.casefold().replace("’", "'").split()))
    return name in _NAMES or _listed(name) or (host is not None and _listed(host.casefold()))


def _listed(host: str) -> bool:
    labels = host.removeprefix("www.").split(".")
    return any(".".join(labels[at:]) in _HOSTS for at in range(len(labels) - 1))
