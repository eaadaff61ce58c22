"""Given names, as one sign among several that words name a person. Never enough on their own."""

GIVEN_NAMES = frozenset(
    """
    aaron abdul abdullah abigail achille achim ada adam addison adele adrian adriana adrien agata agnes agnieszka
    ahmed aida aidan aiko ailsa aino aisha akihiro akiko akira alain alan alana alba albert alberto alec alejandra
    alejandro aleksander aleksandr aleksandra aleksei alena alessandra alessandro alessia alex alexa alexander
    alexandra alexandre alexandru alexei alexey alexis alfonso alfred alfredo ali alice alicia alina aline alisa
    alison alistair alma alvaro alyssa amanda amber amelia amelie amina amir amit amy ana anastasia anders anderson
    andre andrea andreas andrei andres andrew andrey andrzej andy angel angela angelo angus anika anke anil anita anja
    anjali ann anna anne annette annie annika anselm anthony antoine anton antonia antonio anu anuj anya april ariel
    arjun armin arnaud arnold arthur arturo arun asa ashley asim astrid athena aubrey audrey august augustin aurelie
    aurelien austin axel ayesha ayumi barbara barry bart bas bastian beatrice beatriz becky ben benedict benedikt
    benjamin benoit bernard bernd bernhard bert beth bettina betty bianca bill bjarne bjorn björn blake bob bogdan
    boris brad bradley brandon brenda brendan brent bret brett brian bridget britta bruce bruno bryan bryce caitlin
    caleb calvin cameron camila camilla camille candice carl carla carlo carlos carmen carol carola carolina
    caroline carolyn carsten casey caspar cassandra catalin catarina catherine cathy cecile cecilia cedric celia
    celine cesar chad chandra chantal charles charlie charlotte chase chelsea chen chiara chloe chris christa
    christian christiane christina christine christoph christophe christopher cindy claire clara clare clark claude
    claudia claudio clemens clement cody colin colleen connie connor conor conrad constance constantin cora corey
    corinna cory courtney craig cristian cristina curtis cynthia cyril daisuke daisy dalia damian damien dan dana
    daniel daniela daniele danielle danny daria dario darius darren dave david dawn dean debbie deborah deepak
    deepika denis denise dennis derek desmond devin diana diane diego dieter dietmar dilip dimitri dimitris dina
    dirk dmitri dmitry dolores dominic dominik dominique don donald donna dora doreen doris dorota dorothea dorothy
    doug douglas duncan dustin dwayne dylan ed eddie edgar edith edmund eduard eduardo edward edwin eelco eileen
    elaine eleanor elena eleni elias elif elijah elisa elisabeth elise eliza elizabeth ella ellen ellie elliot
    elliott elsa elsie emanuel emil emile emilia emilie emilio emily emma emmanuel enrico enrique eoin eric erica
    erich erik erika erin ernest ernst esteban estelle esther ethan etienne eugene eugenia eun eva evan evelyn
    evgeny ewa fabian fabien fabio fabrice faisal faith farah fatima federico felicia felicity felipe felix
    ferdinand fergus fernanda fernando filip filippo fiona flavio flora florence florian frances francesca francesco
    francis francisco franck francois frank franz françois fred freddie frederic frederick frederik freya friedrich
    fritz gabriel gabriela gabriele gabrielle gareth gary gavin geoff geoffrey georg george georgia gerald gerard
    gerd gerhard gernot gero giacomo gianluca gilbert gilles gina giorgio giovanni giulia giuseppe glen glenn gloria
    gordon grace graham grant greg gregor gregory greta gretchen guido guillaume guillermo gunnar gunther gustav
    gustavo guy gwen haley hana hanna hannah hannes hans harald harold harriet harrison harry haruka harvey hassan
    hayley hazel heather hector heidi heike heiko heinrich heinz helen helena helene helge helmut hendrik henning
    henri henrik henry herbert herman hermann hilary hiroshi holger holly howard hubert hugh hugo hussein ian
    ibrahim ida igor ilse ilya imogen imran ina ines inga inge ingo ingrid irene irina iris isaac isabel isabella
    isabelle ismail ivan ivana ivo jaap jack jackie jackson jacob jacqueline jacques jade jaime jake jakob jakub
    james jamie jan jana jane janet janice janine jannik janos jared jasmin jasmine jason javier jay jean jeanne
    jeff jeffrey jelena jennifer jenny jens jeremiah jeremy jerome jerry jesper jess jesse jessica jessie jesus jill
    jim jimmy jin jo joachim joan joanna joao joaquin jochen jodie joe joel joelle joerg johan johann johanna
    johannes john johnny jon jonas jonathan jordan jordi jorg jorge jose josef joseph josephine josh joshua josie
    josé joy joyce juan juanita judith judy julia julian juliane julie julien juliet julio julius jun june junko
    jurgen justin justine justus jyoti jörg jürgen kai kamil kanako karel karen karim karin karl karla karolina
    karsten kasper kat kata katarina kate katerina katharina katherine kathleen kathrin kathryn kathy katia katie
    katja katrin katrina katy kay kayla kazuo keiko keith kelly kelsey ken kenji kenneth kenta kerry kerstin kevin
    khaled kieran kim kimberly kirk kirsten kirsty kjell klara klaus koen konrad konstantin krishna krista kristen
    kristian kristin kristina kristof krystyna kumar kurt kyle lara larissa larry lars laura laure lauren laurence
    laurent laurie lea leah leander lee leif leila lena lennart leo leon leonard leonardo leonie leslie leticia
    lewis liam lidia lila lili lilian liliana lilly lily lin lina linda lindsay linus lisa liv liz lizzie logan lola
    lorena lorenzo lori lothar lotte louis louisa louise luc luca lucas lucia lucie lucy ludovic ludwig luigi luis
    luisa lukas luke luz lydia lynn maarten mackenzie madeleine madison magda magdalena maggie magnus mahmoud mai
    maja malcolm malik malin manfred manuel manuela mara marc marcel marcela marcelo marcia marcin marco marcos
    marcus mareike marek margaret margarita margot maria mariam mariana marie mariko marilyn marina mario marion
    marisa marius marjorie mark marko markus marlene marta martha martin martina martine marvin mary masaru mason
    massimo mateo mateusz mathias mathieu mathilde matt matteo matthew matthias matthieu maureen maurice mauricio
    max maxim maxime maximilian maya meera megan mehmet mei melanie melissa melvin mercedes meredith mia micah
    michael michaela michal michel michele michelle mick miguel mihai mika mikael mike mikhail miki mikko milan
    milena milo mina mira miranda miriam mirko misha mitch mitchell mohamed mohammad mohammed moira molly mona
    monica monika monique morgan moritz morten moses mustafa myriam nadia nadine nancy naoko naomi natalia natalie
    natasha nathalie nathan nathaniel neal neha neil nelson nia niamh nic nicholas nick nicky nico nicola nicolas
    nicole niels nigel nik nikhil nikita niklas niko nikola nikolai nikolas nikolaus nils nina nino nisha nitin noah
    noam noel noelle nora norbert norma norman nuno octavia olaf ole oleg olga oliver olivia olivier olli omar orla
    oscar oskar otto owen pablo paige pam pamela paola paolo parker pascal pat patricia patricio patrick patrik
    patty paul paula paulina pauline paulo pavel pawel pedro peggy penelope penny per percy perry pete peter petr
    petra phil philip philipp philippa philippe phillip phoebe pia pierre pieter piotr polly prakash priya quentin
    rachel radek rafael raffaele rahul rainer raj rajesh ralf ralph ramon ramona randall randy raphael raquel rasmus
    raul ravi ray raymond rebecca rebekah reiner reinhard remi remy rena renata renate rene renee reto rhys ricardo
    riccardo richard rick ricky rita rob robbie robert roberta roberto robin rocio rod rodney rodrigo roger rohan
    rohit roland rolf romain roman ron ronald ronja rory rosa rosalie rosalind rose rosemary rosie ross rowan roxana
    roxanne roy ruben rudi rudolf rui rupert russ russell ruth ryan sabina sabine sabrina sadie sally salma sam
    samantha samir samira samuel sandeep sander sandra sandy sanjay sara sarah sascha sasha satoshi saul scott sean
    sebastian sebastien selena selma serena serge sergei sergey sergio seth shane shannon sharon shaun shawn sheila
    shelby shelley sheryl shirley shota sibylle sidney siegfried sigrid silke silvia silvio simon simona simone sina
    siobhan sofia sofie solomon sonia sonja sonya sophia sophie soren stacey stan stanislav stefan stefania stefanie
    stefano stella steph stephan stephane stephanie stephen steve steven stewart stuart sue sunil sunita susan
    susana susanna susanne suzanne sven svenja svetlana swati sybille sylvain sylvia sylvie søren tadashi takashi
    takeshi tamara tania tanja tanya tara taro tatiana tatjana taylor ted terence teresa teri terry tess tessa thea
    theo theodor theodore theresa therese thibault thierry thomas thorsten tiago tiffany till tilman tim timo
    timothy tina tobias toby todd tom tomas tomasz tommaso tommy tomoko toni tony torben torsten tracey tracy travis
    trevor trish tristan troy tyler uli ulla ulrich ulrike ulysses umberto ursula uta ute uwe valentin valentina
    valerie vanessa vasily vera verena veronica veronika vicki vicky victor victoria vijay vikram viktor viktoria
    vincent vincenzo viola violet virginia vivian vivien vladimir volker wade walter wanda warren wayne wei wendy
    werner wesley wilfried wilhelm will willem william wim winston wojciech wolf wolfgang xavier xiao yan yann
    yannick yara yasmin yoko yolanda yong yoshi youssef yu yui yuki yuko yuri yusuf yves yvette yvonne zach zachary
    zara zoe zoltan zuzana
    """.split()
)
