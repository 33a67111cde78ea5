"""All publishing systems of the exhibits by their ids."""

from __future__ import annotations

from collections.abc import Mapping

from xuncha.sample.families.anhui import Anhui
from xuncha.sample.families.browser import Browser
from xuncha.sample.families.epoint import Epoint
from xuncha.sample.families.generic import Generic
from xuncha.sample.families.gongkai import Gongkai
from xuncha.sample.families.hanweb_jpaas import HanwebJpaas
from xuncha.sample.families.hanweb_jpage import HanwebJpage
from xuncha.sample.families.huilan import Huilan
from xuncha.sample.families.iframe import Iframe
from xuncha.sample.families.kaipu import Kaipu
from xuncha.sample.families.old_asp import OldAsp
from xuncha.sample.families.phpcms import PhpCms
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.families.trs import Trs
from xuncha.sample.families.truecms import TrueCms
from xuncha.sample.families.ucap_guangdong import UcapGuangdong
from xuncha.sample.families.ucap_jiangxi import UcapJiangxi
from xuncha.sample.families.vsb import Vsb
from xuncha.sample.families.webplus import WebPlus

SYSTEMS: Mapping[str, type[PublishingSystem]] = {
    system.id: system
    for system in (
        Trs,
        Generic,
        Kaipu,
        HanwebJpage,
        HanwebJpaas,
        UcapGuangdong,
        UcapJiangxi,
        Vsb,
        WebPlus,
        Epoint,
        Anhui,
        TrueCms,
        Huilan,
        PhpCms,
        Gongkai,
        OldAsp,
        Iframe,
        Browser,
    )
}
"""Two of them are no families: lists in frames, and lists that only a browser fills."""
