"""Which passwords are good enough: they are long, and not what everybody tries first.

No rule asks for digits or signs: such rules make people choose worse ones.
"""

from annotator.domain.errors import Refused
from annotator.domain.text import check_string

SHORTEST = 8
LONGEST = 1024

# The most common ones of eight characters or more, as lists of stolen passwords have them.
COMMON = frozenset(
    """
    00000000 000000000 0123456789 01234567 0987654321 11111111 111111111 1111111111 11112222
    11223344 1122334455 12121212 123123123 123321123 12341234 1234567890 12345678 123456789
    12345678910 1234567891 1234554321 1234qwer 123456789a 123456aa 12344321 123qweasd 147258369
    1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qazxsw2 22222222 33333333 44444444 55555555
    66666666 77777777 789456123 87654321 88888888 987654321 9876543210 99999999 a1b2c3d4
    a1234567 a12345678 a123456789 aa123456 aa12345678 abc12345 abc123456 abcd1234 abcd12345
    abcdefgh abcdefg1 administrator admin123 admin1234 administrador adminadmin alexander
    america1 annotator anthony1 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl azertyuiop
    babygirl barcelona baseball baseball1 basketball batman123 benjamin beautiful billabong
    brooklyn butterfly caroline changeit changeme changeme1 charlie1 charlotte cheyenne
    chocolate christian christine christopher cocacola computer consumer cristina danielle
    december diamond1 dragon123 einstein elephant elizabeth facebook fernando fireball firewall
    fktrcfylh football football1 forever1 freedom1 friendster fuckyou1 gabriel1 giovanni
    godzilla goodluck google123 guinness hardcore hello123 hellohello helloworld hunter12
    iloveyou iloveyou1 iloveyou2 infinity internet isabella jennifer jonathan jordan23 justinbieber
    kimberly lakers24 leonardo letmein1 letmein123 letmeinnow liverpool liverpool1 logitech
    london123 lovelove manchester marlboro marseille maverick mercedes metallica michael1
    michelle midnight minecraft monkey12 monkey123 mustang1 myspace1 newspaper nicholas nintendo
    november p@ssw0rd p@ssword pa55word passpass passport passw0rd password password! password1
    password1! password12 password123 password123! password1234 password2 passwort patricia
    pepper123 pineapple pokemon1 portugal precious princess princess1 q1w2e3r4 q1w2e3r4t5
    qazwsx123 qazwsxedc qwaszx12 qwer1234 qweasdzxc qwerqwer qwert123 qwerty12 qwerty123
    qwerty1234 qwerty12345 qwertyui qwertyuiop qwertz123 qwertzuiop rainbow1 realmadrid
    remember rockstar samantha samsung1 sandra123 scorpion secret123 septembre september shadow12
    skywalker slipknot snickers snowball softball spiderman spongebob startrek starwars
    starwars1 stephanie strawberry sunflower sunshine sunshine1 superman superman1 superstar
    swordfish temp1234 test1234 test12345 testtest thomas123 tinkerbell tottenham trustno1
    trustnoone undertaker valentina vanessa1 veronica victoria warcraft warriors welcome1
    welcome123 westside whatever william1 winter12 wolverine xxxxxxxx yankees1 zaq12wsx zaq1zaq1
    zxcvbnm1 zxcvbnm123 zxcvbnma
    """.split()  # noqa: SIM905 - a page of quotes and commas says no more
)


def check_password(password: str, name: str) -> str:
    """``password`` itself, if the person of this name may take it. Raises Refused."""
    check_string(password, "password", "the password")
    if len(password) < SHORTEST:
        raise Refused(
            f"a password has {SHORTEST} characters or more; three or four words are a good one",
            "password",
        )
    if len(password) > LONGEST:
        raise Refused(f"a password has at most {LONGEST:,} characters", "password")
    plain = password.casefold()
    if plain in COMMON or plain == name.casefold() or len(set(plain)) == 1:
        raise Refused(
            "that is one of the first that anybody would try; take three or four words instead",
            "password",
        )
    return password
