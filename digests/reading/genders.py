"""What a name or title tells of he and she. The lists are our own: common given names, world wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digests.model import Kind, Mention
from digests.text import fold

HE, SHE = "he", "she"

_MALE = """
    aaron abdul abdullah abraham adam adrian ahmed akihiko alan albert aleksandr aleksei aleksey alessandro
    alex alexander alexandre alexei alexey alfred ali allen alvin amir amit anatoly anders andre andreas
    andrei andrew andrey angus anil anthony anton antonio arjun arnold arthur arun asif austin barack barry
    ben benjamin bernard bernie bill billy bjorn bob bobby boris brad bradley brandon brendan brent brett
    brian bruce bruno bryan buzz carl carlos cesar chad charles charlie chester chip chris christian christoph
    christopher chuck clarence clark claude clay clayton clifford clint clinton cody colin corey cory craig
    curtis dale damian dan daniel danny darren darryl dave david dean deepak denis dennis derek dick diego
    dieter dimitri dirk dmitri dmitriy dmitry dominic don donald doug douglas duane dustin dwight dylan earl
    ed eddie edgar eduardo edward edwin eli elliot elliott elon emilio emmanuel eric erik ernest ethan eugene
    evan evgeny fabian felix fernando florian francesco francis francisco franco frank franz fred frederick
    fyodor gabriel gareth gary gavin gennady geoff geoffrey george gerald gerard gerhard gilbert giovanni
    giulio giuseppe glen glenn gordon graham grant greg gregory guido guillermo gunther gus guy hamid hans
    harold harrison harry harvey hassan heinz henri henrik henry herbert herman hiroshi howard hubert hugh
    hugo hussein ian ibrahim igor ilya imran isaac ivan jack jacob jacques jaime jake jakob james jamie jan
    jared jason javier jay jean jeff jeffrey jeremy jerome jerry jesse jesus jim jimmy joachim joao joe joel
    joerg johan johann johannes john johnny jon jonas jonathan jordan jorge jose josef joseph josep josh
    joshua juan juergen julian julius jurgen justin karl kai kathiravan keith ken kenneth kent kevin khalid
    kim kirill kirk klaus koichi konstantin kurt kyle lance larry lars laurence laurent lawrence lee len leo
    leon leonard leonid leroy les lester lewis liam lloyd lorenzo louis luca lucas ludwig luigi luis luke
    lyndon magnus malcolm manuel marc marcel marco marcos marcus mario marius mark markus martin marvin
    massimo matt matteo matthew matthias maurice max maxim mel melvin michael michel miguel mikael mike
    mikhail milton mitch mitt mohamed mohammad mohammed morris muhammad murray narendra nathan nathaniel ned
    neil nelson newt nicholas nick nicolas niels nigel nikita nikolai nikolay noah noel norman oleg oliver
    olivier omar orlando oscar oskar otto owen pablo paolo pascal patrick paul pavel pedro perry pete peter
    phil philip philippe phillip pierre piotr pradeep qasim rafael raj rajesh rakesh ralph ramon randall randy
    ravi ray raymond reginald reid reince reinhard rene rex ricardo richard rick rob robby robert roberto
    rocco rod roderick rodney rodrigo roger roland rolf roman ron ronald ronnie ross roy ruben rudolf rudy
    rupert russ russell rusty ryan salman salvatore samuel sandeep sandro sanjay santiago satoshi satya scott
    sean sebastian serge sergei sergey sergio seth shane shaun sid sidney silvio simon soichi stan stanley
    stefan stephan stephen sterling steve steven stewart stuart sundar sunil suresh sylvester takashi takuya
    ted terence terrence terry theodore thierry thomas tim timothy toby todd tom tomas tommy tony travis
    trevor tristan tyler ulrich vadim valery vasily viktor vijay vikram vince vincent vinod vitaly vivek vlad
    vladimir vladislav volodymyr vyacheslav wade wally walter warren wayne werner wes wesley will willem
    william willie willy winston wolfgang woody xavier xi yasser yevgeny yuri yury yusaku zach zachary alain
    aldo alfonso antoine arnaud bart benoit cedric cliff darin desmond drew duncan emil enrico enrique fabio
    fabrice federico franck frans gilles goran gustavo hector henning herve hideo horst jens jochen joris
    jules kenji kristian kristoffer lech luc marek mathieu mats mauro maximilian milan miroslav moritz nils
    olaf ole ottmar patrice pekka pieter radek raoul rainer rashid roscoe ruslan sven tariq thibault thorsten
    tobias udo uwe valentin vaclav victor waleed yann yves zoltan abhijit ajay akshay alok amitabh anand ashok
    bharat dinesh ganesh gopal hari jitendra kailasavadivoo kumar manish mukesh naresh nitin prakash prasad
    rahul rajendra rajiv ram ramesh rohit sachin shyam siddharth somnath sudhir tarun uday vishal yogesh
    haruki hiro hiroki kazuo kenta makoto masato naoki shinzo taro yoshi yuichi
    """
_FEMALE = """
    abby abigail adriana agnes aisha alexandra alexandria alexis alice alicia alina alison allison alyssa
    amanda amber amelia amy ana anastasia andrea angela angelina anita ann anna annabelle anne annette annie
    anousheh antonia april ariana ashley astrid audrey barbara beatrice becky bella bernadette bernice beth
    bethany betsy betty beverly bianca bonnie brenda bridget brigitte britney brooke caitlin camille candace
    carla carly carmen carol carole carolina caroline carolyn carrie catherine cathy cecilia celeste celine
    chandra chantal charlene charlotte chelsea cheryl christa christie christina christine cindy claire clara
    claudia colleen condoleezza connie constance cora courtney crystal cynthia daisy dana danielle daphne dawn
    debbie deborah debra deirdre delia denise desiree diana diane dolores donna dora doris dorothy edith
    eileen elaine eleanor elena elisa elisabeth elise eliza elizabeth ella ellen ellie elsa emily emma erica
    erika erin esther ethel eunice eva eve evelyn faith fatima felicia fiona florence frances francesca frida
    gabriela gabrielle gail gemma genevieve georgia geraldine gertrude gina ginger giulia gladys gloria grace
    greta gretchen gwen gwendolyn gwynne hannah harriet hazel heather heidi heike helen helena helga henrietta
    hilary hillary hollie holly hope ida ilse imelda indira ines inga ingrid irene irina iris isabel isabella
    isabelle ivanka ivy jackie jaclyn jacqueline jana jane janet janice janine jasmin jasmine jeanette jeanne
    jenna jennifer jenny jessica jill jo joan joanna joanne jocelyn jodi jodie josephine joy joyce juanita
    judith judy julia juliana julianne julie juliet june justine kaitlyn kamala karen karin karina karla kate
    katherine kathleen kathryn kathy katie katrina katya kay kayla kellie kellyanne kendra kerry kimberly
    kirsten kirstjen krista kristen kristi kristin kristina laila lara latoya laura lauren laurie leah leila
    lena leslie leticia lillian lily linda lindsay lindsey lisa lois lola lori lorraine louise lucia lucie
    lucy ludmila luisa lydia lynda lynn lynne mabel madeleine mae maggie maia mandy marcia margaret margarita
    margot maria mariana marie marilyn marina marion marissa marjorie marlene marsha marta martha mary maryam
    matilda maureen megan meghan melanie melania melinda melissa mercedes meredith mia michele michelle
    mildred mindy miranda miriam moira molly mona monica monika muriel myra nadia nadine nancy naomi natalia
    natalie natasha nathalie nicola nicole nicky nikki nina noelle nora norma olga olivia oksana ophelia pam
    pamela patricia patti patty paula pauline peggy penelope penny petra philippa phyllis polina priscilla
    priti priya priyamvada rachel ramona rebecca regina renata renee rhonda rita roberta ronda rosa rosalind
    rose rosemary roxanne ruth sabine sabrina sadie sally samantha sandra sara sarah savannah selena serena
    shannon sharon sheila shelley shelly sheryl shirley sigrid silvia simone sonia sonya sophia sophie stacey
    stacy stefanie stella stephanie sue sunita susan susanna susanne susie suzanne svetlana swati sylvia
    tamara tammy tanya tara tatiana teresa teri tess thea theresa therese tiffany tina tonya tracey trina
    trisha trudy ursula valentina valerie vanessa vera verena veronica vicki vicky victoria viola virginia
    vivian wanda wendy whitney wilma winifred yelena yolanda yulia yvette yvonne zoe anais anjali anuradha
    asha deepika divya geeta ghazala huma indu kalpana kavita lakshmi lashelle leena malala meena nandini neha
    nirmala pooja pratibha radha rekha ritu sangeeta shreya sita smriti sonal sushma tanvi usha vandana vandi
    vidya vanitha akiko chiaki emiko keiko mai naoko sachiko yoko yuki jeannette nichole lilia liudmila
    lyudmila samantha thuy uschi ann-marie mary-jo
    """
_TITLES = {"mr": HE, "sir": HE, "lord": HE, "king": HE, "prince": HE, "pope": HE, "congressman": HE, "mrs": SHE,
           "ms": SHE, "miss": SHE, "lady": SHE, "queen": SHE, "princess": SHE, "dame": SHE, "madam": SHE,
           "congresswoman": SHE, "chairwoman": SHE, "spokeswoman": SHE, "spokesman": HE, "chairman": HE,
           "businessman": HE, "businesswoman": SHE, "actress": SHE, "father": HE, "brother": HE, "sister": SHE}
_BY_NAME = {**dict.fromkeys(_MALE.split(), HE), **dict.fromkeys(_FEMALE.split(), SHE)}
_ENDINGS = (("ova", SHE), ("eva", SHE), ("skaya", SHE), ("ovich", HE), ("evich", HE), ("ovna", SHE), ("evna", SHE),
            ("sky", HE), ("skiy", HE))


def genders(text: str, mentions: Sequence[Mention]) -> Mapping[str, str]:
    """Tell he or she of each person named, by title before a mention, then given name, then ending."""
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.kind is not Kind.PERSON:
            continue
        before = text[max(0, mention.start - 14):mention.start].split()
        title = _TITLES.get(before[-1].rstrip(".").lower()) if before else None
        if title:
            found[mention.name] = title
        elif mention.name not in found and (guess := of_name(mention.name)):
            found[mention.name] = guess
    return found


def of_name(name: str) -> str | None:
    """Tell he or she by the given name or the ending of the surname; None where neither tells."""
    parts = fold(name).split()
    if len(parts) > 1:
        for part in parts[:-1]:
            if part in _BY_NAME:
                return _BY_NAME[part]
    if parts:
        for ending, gender in _ENDINGS:
            if parts[-1].endswith(ending) and len(parts[-1]) > len(ending) + 1:
                return gender
    return None
