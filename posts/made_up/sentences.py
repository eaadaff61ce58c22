"""Sentences of a trip, with gaps. `{who}` is somebody, `{where}` a place, `{thing}`, `{project}` and `{dish}` words."""

ARRIVING = (
    "The flight to {city} left far too early, and I slept through most of it.",
    "I took the night train to {city}, which was late, warm and full of laptops with the same stickers.",
    "After a long connection I finally arrived in {city} and dropped my bags off at {where}.",
    "It rained when I got to {city}, so I went straight to {where} and read the programme.",
    "{who} was on the same train to {city}, and we talked the whole way about {thing}.",
)
MORNING = (
    "I had breakfast at {where} before walking over to the venue.",
    "{who} and I met for coffee at {where}, then found seats in the second row.",
    "The morning started slowly, which after yesterday was a good thing.",
    "Registration took half an hour, and the badge had my name spelled right for once.",
    "We walked to the venue along the river, and {who} told me what had become of {project}.",
)
MEETING = (
    "In the hallway I ran into {who}, whom I had not seen for years; it turns out they now maintain {project}.",
    "Right after that {who} introduced me to {who}, and we compared notes on how {project} handles upgrades.",
    "I was standing in line for lunch when {who} recognised me by my sticker and asked about {thing}.",
    "{who} works on {project} and was kind enough to show me how it behaves when the disk is full.",
    "At the booth of {project} I talked with {who}, who has been a user from the very first release.",
    "I finally met {who} in person after three years of code review.",
)
EATING = (
    "For lunch we went to {where} and had {dish}, which was much better than it looked.",
    "In the evening {who}, {who} and I ended up at {where} for {dish}.",
    "We tried to get a table at {where}, but it was full, so we ate {dish} standing outside.",
    "Dinner was {dish} at {where}, where {who} explained the history of {project} with salt and pepper shakers.",
)
HEARING = (
    "The talk that I liked best was {talk} by {who}: a calm look at what goes wrong when {thing} meets real traffic.",
    "Then I heard {talk}, in which {who} rebuilt {project} from scratch and measured every step.",
    "{who} gave {talk} to a room that was far too small, and people sat on the stairs.",
    "I followed {talk} as well as I could; {who} is convinced that {thing} will replace most of what we run today.",
    "After lunch came {talk}. The demo failed twice, and {who} laughed and fixed it in front of everybody.",
)
MUSING = (
    "I had never thought about {thing} in that way, and I am still not sure that I believe it.",
    "What stayed with me is a remark about _maintenance_: nobody is paid for the year in which nothing breaks.",
    "The numbers were impressive, but they were measured on a machine that none of us can afford.",
    "One could build {thing} on top of {project}, and somebody in the audience had done so already, of course.",
    "One question was about licences, one about money, and one was, as always, more of a comment.",
    "The interesting part is that {project} keeps its state in plain files, so that `grep` is a debugger.",
    "Compared with {project} it needs a tenth of the memory, at the price of a surprising configuration language.",
    "I wrote down four things to try at home and have tried one of them since: {thing}, and it works.",
    "There is a lot of work left in the documentation, which everybody agreed on and nobody volunteered for.",
    "The example they gave was {thing}: if the network is split, each half believes that the other one is late.",
    "Most of what people call slow is waiting, and most waiting is for something that was never needed.",
    "It reminded me of {project}, which tried the same a decade ago and was simply too early.",
    "My notes say only “**ask about {project}**”, underlined twice.",
    "Somebody keeps a public list of every outage they caused, sorted by how obvious it was afterwards.",
    "As far as I understood, the trick is to make the common case boring and the rare case loud.",
)
REFERRING = (
    "It was the same discussion that we had {before}, only with better coffee.",
    "People still talked about {before}, where all of this had started.",
    "{event} is small enough that after a day one knows most faces.",
    "This year {event} had twice as many rooms, and I still wanted to be in two at once.",
)
EVENING = (
    "By this time I was quite tired, so I walked back to {where} and turned in for the night.",
    "We sat by the water until it got dark, and {who} played something on a borrowed guitar.",
    "The social event was loud; I left early and read the slides of the day in bed.",
    "On the way back we got lost, found a bakery that was open, and were not sorry at all.",
)
LEAVING = (
    "I enjoyed the talks, and even more the hours between them.",
    "It was good to see {who} again, and to meet {who} for the first time.",
    "I came home with a full notebook and a cold.",
    "Next year I would like to give a talk myself, perhaps about {thing}.",
    "If it is in {city} again, I will be there, and book {where} earlier.",
)
DAY = (MORNING, HEARING, MUSING, MEETING, EATING, HEARING, MUSING, REFERRING, MEETING, MUSING, EATING, EVENING)
