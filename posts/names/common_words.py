"""Capitalised words that are no names by themselves, folded as the search folds them."""

# Words that open sentences or hold them together, in the languages most logs are written in.
FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """
        a about above across actually additionally after again against all almost along already also although always
        am among an and another any anyone anything are around as at back be because been before behind being below
        beside besides between both but by can could despite did do does down during each eight either else eventually
        every everyone everything except few finally first five for four from further get given go had half has have
        having he hello hence her here hers hey hi his how however i if in indeed inside instead into is it its just
        last lastly later least less let like likewise look lots luckily many me meanwhile more most much must my
        myself near nearly neither never nevertheless next nine no nobody none nor not nothing now of off oh ok okay
        on once one only onto or other others otherwise our ours out outside over overall part past per perhaps please
        quite rather really right same second see seven several shall she should similarly since six so some somebody
        someone something sometimes somewhat soon still such sure ten than thank thanks that the their theirs them
        then there therefore these they third this those though three through throughout thus till to today together
        tomorrow tonight too toward towards two under unfortunately unless until up upon us very was way we welcome
        well were what whatever when where whereas whether which while who whole whom whose why with within without
        would yes yesterday yet you your yours
        """.split()
    ),
    "de": frozenset(
        """
        ab aber abends alle allerdings als also am an anschliessend auch auf aus bei beim bis da dabei danach dann das
        dass dein dem den denn der des deshalb die dies diese dieser doch dort du durch ein eine einem einen einer
        eines er es etwas fur gegen gestern hat hatte hier hinter ich ihm ihr im immer in ins ist ja jede jeder jetzt
        kein man mehr mein meine mit mittags morgens nach nachdem nachts naturlich neben nein nicht noch nun nur ob
        obwohl oder ohne schon sehr sein seit sie sind so spater trotz um und uns unser unter viel viele vom von vor
        vorher wahrend war waren was wegen weil wenn wer wie wieder wir wo zu zuerst zum zur zwei zwischen
        """.split()
    ),
    "fr": frozenset(
        """
        apres alors au aussi aux avant avec c car ce ces cette chez comme dans de des deux donc du elle elles en
        encore enfin ensuite est et il ils je l la le les leur lui ma mais mes moi mon ne nous on ou par pas pendant
        plus pour puis quand que qui sa sans se ses si son sous sur tout tous tres tu un une vous y
        """.split()
    ),
    "es": frozenset(
        """
        al algo alla antes asi aunque bien como con cuando de del desde despues donde el ella ellos en entonces entre
        era es esta este fue ha hay hoy la las lo los luego manana mas mi mis muy no nos nuestro o para pero por
        porque que se si sin sobre solo su sus tambien tras tu un una y ya yo
        """.split()
    ),
}
ALL_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values())
TIMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january
    february march april may june july august september october november december jan feb mar apr jun jul aug sep sept
    oct nov dec spring summer autumn fall winter easter christmas montag dienstag mittwoch donnerstag freitag samstag
    sonnabend sonntag januar februar marz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi
    dimanche janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre lunes martes miercoles
    jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre
    """.split()
)
# Given names that are words as well, months and towns among them: these need a sign beside them.
AMBIGUOUS = frozenset(
    """
    ada alba amber andy angel april ariel art athena august aurora austin avery bas bill bob brook camille
    carmen carol carter chance charity charlotte chase chelsea christian claude clay clement cliff cody colin cooper
    crystal daisy dale dan dawn dean dolores don drew duke earl faith fern flora florence frank gene georgia glen
    grace grant guy hardy harvey hazel heath heather holly hope hunter iris isis ivy jack jackson jade jasmine jasper
    jay jean jerry jesus joy judy jules julia julian july june justice justin kay ken kent kerry kirk kit lance
    laurel lea lee leo liberty lily lin lincoln linus logan lou luna lynn mac madison magnolia major marina
    mark mars marshall mary mason max maxim maya melody mercedes mercy mia miles milo mina morgan nelson nick noel
    norma norman olive oscar otto page paige paris parker pat patty pearl peg penny percy perry pete phoenix pierce
    pip poppy porter ray reed rich river rob robin rocky rod roman rosa rose rosemary rowan roy ruby russell ruth
    rusty sage sally sandy sasha saul scarlett scott selma serena shannon shelby shelley sherry sierra sky skye
    sterling stone stuart sue summer sunny sydney tan taylor ted temple teri terry thea tiffany todd troy tyler van
    vera victor victoria viola violet virginia wade walker wayne wells wesley will win winter wolf woods
    """.split()
)
# What things, places and companies are called with; a name that holds one of these is hardly a person's.
THINGS = frozenset(
    """
    airlines airport apartment app association avenue bakery bar bay beach bistro board book books boulevard brewery
    bridge broadcasting building bureau cafe camp campus castle cathedral center central centre church city cloud club
    code coffee collective college committee community company con conf conference consulting corporation council
    county day days deli department diner docs documentation drive driver editor engine enterprise expo express
    factory fair falls fest festival forest foundation framework garden gardens gmbh group hall harbour hardware hill
    hills hostel hotel house hub inc initiative inn institute international island islands journal kitchen lab labs
    lake language library limited linux llc ltd magazine manager manor maps market meetup memorial metro mount
    mountain museum network news office open palace park partners pizza plaza platform podcast port press prize
    project pub radio railway research restaurant river road room school server shop show skating society software
    solutions specification square stadium standard station steakhouse store street studio studios summit support
    sushi system systems taco tacos tavern team tech technologies technology temple terminal theater theatre times
    tour tower town track trail train trust union university valley village wave web week wiki workshop works world
    zoo bahnhof hbf strasse platz gasse halle gare rue place nix python java rust api
    """.split()
)
PARTICLES = frozenset("van von de der den del della di da dos du la le bin ibn al el zu zur ten ter of av".split())
HONORIFICS = frozenset("dr prof professor mr mrs ms mx sir dame herr frau monsieur madame senor senora".split())
# Languages that begin every noun with a capital.
NOUNS_ARE_CAPITALISED = frozenset({"de", "lb", "gsw", "bar", "nds", "ksh"})
