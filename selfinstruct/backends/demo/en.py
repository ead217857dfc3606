"""The English vocabulary of the demo model."""

from selfinstruct.backends.demo.words import Words

WORDS = Words(
    open_patterns=(
        "Write a {form} in which {person} explains {aspect} {noun} to {person2}, {limit}.",
        "How would {person} describe {aspect} {adjective} {noun} {place}? Answer {limit}.",
        "Compare {aspect} {noun} with {aspect2} {noun2}, as {person} might see them {place}.",
        "List {number} ways in which {adjective} {noun} could help {person} {place}.",
        "I am {person} and need {adjective} {noun} {place}; draft a {form} that asks {person2} for it.",
        "Explain to {person} why {aspect} {noun} matters {place}, {limit}.",
        "Rewrite the {form} below so that {person} can follow what it says on {aspect} {noun}.",
        "What should {person} ask before buying {adjective} {noun} from {person2}? Give {number} questions.",
        "Summarise the talk between {person} and {person2} about {noun} and {noun2} {limit}.",
        "Plan a {adjective} morning {place} for {person} who cares about {noun}; use {number} steps.",
        "Extract every fact about {aspect} {noun} from the {form} that {person} left {place}.",
        "Turn the notes on {adjective} {noun} into a {form} for {person}, {limit}.",
        "Could {noun} ever replace {noun2} {place}? Argue as {person} would, {limit}.",
        "Invent {number} names for a shop {place} that sells {adjective} {noun} to {person}.",
        "Correct the {form} on {aspect} {noun} that {person} wrote for {person2}.",
        "Tell the story of how {person} lost {adjective} {noun} {place}, {limit}.",
        "Give {person} advice on keeping {adjective} {noun} safe {place}, and name {number} mistakes.",
        "Compose a dialogue {place}: {person} doubts {aspect} {noun}, {person2} defends it.",
        "Translate the {adjective} {form} about {noun} into words that {person} uses {place}.",
        "Work out what {number} crates of {noun} cost {person} if {noun2} doubles in price, and show {aspect} sum.",
        "Why do people {place} connect {noun} with {aspect} {noun2}? Answer for {person}.",
        "Suggest a {adjective} present for {person}, made of {noun}, and a {form} to go with it, {limit}.",
        "Outline a lesson on {aspect} {noun} that {person} can hold {place} with {number} pupils.",
        "Make a table of {number} rows that sets {adjective} {noun} against {noun2} for {person}.",
    ),
    labelled_patterns=(
        "Decide whether the {form} about {aspect} {noun} is {one} or {two}.",
        "Sort this note from {person} on {noun} and {noun2} into one of three groups: {one}, {two} or {three}.",
        "Is the remark that {person} made {place} about {noun} {one}, {two} or {three}?",
        "Label the {adjective} {form} by {person}: choose {one} or {two}, thinking of {aspect} {noun}.",
        "Which of {one}, {two} and {three} fits a {form} in which {person} mentions {noun} {place}?",
        "Classify what {person} says of {aspect} {noun} {place} as {one} or {two}.",
        "Tell whether the {adjective} {form} on {noun}, written {place}, sounds {one}, {two} or {three}.",
        "Mark the reply of {person} to a question on {noun} as {one} or {two}; heed {aspect} {noun2}.",
    ),
    tails=(
        "Mention {noun3} and {person3} in passing.",
        "Leave {adjective3} {noun3} out of it.",
        "Bear in mind that {person3} once lived {place3}.",
        "The reader, {person3}, knows {aspect3} {noun3} already.",
        "Keep the tone of a {form3} by {person3}.",
        "Take {noun3} {place3} as your example.",
        "{Person3} will judge it by {aspect3} {noun3}.",
        "Begin with {adjective3} {noun3} and end {place3}.",
        "Treat {noun3} as if it were {adjective3} {noun4}.",
        "It is meant for a {form3} that hangs {place3}.",
        "Allow {person3} and {noun3} one line each.",
        "Do not forget {aspect3} {noun3} {place3}.",
    ),
    slots={
        "form": tuple(
            "short letter,ballad,radio report,diary entry,leaflet,speech,recipe card,news item,fable,toast,"
            "riddle,memo,"
            "post card,manual page,review,sermon,interview,menu,eulogy,prologue,case note,field report,love letter,"
            "house rule,travel guide,obituary,contract clause,lullaby,pep talk,bedtime story,lab note,petition".split(
                ","
            )
        ),
        "person": tuple(
            "a retired sailor,my aunt,a shy teenager,the village mayor,a night nurse,an impatient cook,two cousins,"
            "a street musician,the new trainee,a beekeeper,an old printer,a football coach,a tired parent,"
            "the landlord,"
            "a geology student,a bus driver,an amateur astronomer,a choir leader,the librarian,a young farmer,"
            "a barber,"
            "a deaf painter,a chess teacher,the night watchman,an exchange student,a wedding planner,a ship's doctor,"
            "a puzzled tourist,a school nurse,the caretaker,a watchmaker,a first-time voter,a mountain guide,a baker,"
            "an anxious tenant,a widowed neighbour,a puppet maker,an apprentice welder,the goalkeeper,a tax adviser,"
            "a stamp collector,a lighthouse keeper,a junior lawyer,a jazz singer,a midwife,the gardener,a translator,"
            "a train conductor,a carpenter,an insurance clerk".split(",")
        ),
        "adjective": tuple(
            "dented,borrowed,hand-made,frozen,second-hand,foldable,rusty,scented,striped,unripe,portable,faded,"
            "home-grown,waterproof,antique,spare,oversized,imported,salted,polished,wooden,fragile,noisy,nameless,"
            "blue,hollow,smoked,cheap,weathered,electric,knitted,forgotten,sticky,sealed,painted,tiny,woollen,bent,"
            "sun-dried,glowing,unused,crumbling,mended,silver,wild,heavy,rented,pickled,tangled,spotless".split(",")
        ),
        "aspect": tuple(
            "the price of,the history of,the smell of,the future of,the hidden cost of,the beauty of,the shortage of,"
            "the weight of,the care of,the science behind,the danger of,the lack of,the trade in,the theft of,"
            "the design of,"
            "the colour of,the storage of,the repair of,the taste for,the law on,the demand for,the origin of,"
            "the sound of,the waste of,the shape of,the choice of,the quality of,the transport of,the politics of,"
            "the craze for,the decline of,the joy of,the myth of,the washing of,the naming of,the inventor of".split(
                ","
            )
        ),
        "noun": tuple(
            "harbour ferries,lemons,bicycle bells,wool,tide tables,church organs,umbrellas,rye bread,door keys,"
            "sunflowers,"
            "roof tiles,chess clocks,marbles,rain barrels,garden gnomes,old maps,beehives,candle wax,"
            "steam engines,tea sets,"
            "violins,allotments,fishing nets,mirrors,snow shovels,postage stamps,goat cheese,telescopes,quilts,ink,"
            "paper lanterns,solar panels,pumpkins,hiking boots,barometers,canal locks,night buses,oysters,yeast,"
            "windmills,"
            "playground swings,train timetables,hot-water bottles,crosswords,saddles,blackboards,kites,compost,"
            "hearing aids,vaccines,earthworms,cable cars,chimneys,passports,moss,wedding rings,sand castles,"
            "radiators,"
            "library cards,pianos,volcanoes,school dinners,accents,lost luggage,honey,glaciers,tattoos,allergies,"
            "street lamps,lullabies,sourdough,hedgehogs,elevators,comets,mushrooms,pottery,crutches,"
            "spreadsheets,thunder,"
            "hedge funds,copper wire,recipes,sleep,jury duty,satellites,knots,mortgages,cider,parking meters,"
            "cobblestones,"
            "bookshelves,antibiotics,puppets,grammar,fog horns,bonfires,gravel,ballots,sledges,mint,coral reefs,"
            "crowns,"
            "dice,fences,galoshes,hammocks,jam,kettles,ladders,migraines,nettles,olives,parrots,quarries,rafts,"
            "scarves,"
            "trout,vinegar,walnuts,zips".split(",")
        ),
        "place": tuple(
            "on a night train,in a mountain village,at the dentist's,during a power cut,behind the stage,"
            "at a border post,"
            "in the school yard,on market day,beside the canal,in a crowded lift,at the allotment,under the bridge,"
            "in a rented flat,at the harbour office,on a rainy Sunday,in the court room,on an oil rig,"
            "at the family table,"
            "in the waiting room,near the quarry,at the bus depot,on a small island,in the cellar,at the town hall,"
            "during the harvest,on the last day of term,in a foreign port,at half-time,before the exam,"
            "after the flood,"
            "in the hospital garden,at a farewell party,on the factory floor,by the camp fire,at the opera,"
            "in a caravan,"
            "on the phone,in the old mill,at the vet's,outside the bakery".split(",")
        ),
        "limit": tuple(
            "in under eighty words,without naming it,in three short paragraphs,as a list,in plain language,in rhyme,"
            "with one example,in the second person,as five questions,with a surprising end,in the present tense,"
            "without any numbers,in exactly four sentences,as if it were midnight,with a little humour,for a poster,"
            "in the style of a legal notice,using two metaphors,with a warning at the end,as a dialogue,"
            "in two columns,"
            "like a sports commentator,with a counter-argument,for reading aloud,in one breath,from memory,"
            "as briefly as possible,with a heading for each point,in the past tense,for a sceptic".split(",")
        ),
        "number": tuple("three,four,five,six,seven,eight,nine,ten,eleven,twelve".split(",")),
        "label": tuple(
            "friendly,hostile,urgent,harmless,true,false,formal,casual,hopeful,gloomy,clear,vague,serious,"
            "ironic,polite,"
            "rude,certain,doubtful,factual,personal,cheap,costly,safe,risky,old,modern,public,private".split(",")
        ),
    },
    sentences=(
        "{Person} first heard of {noun} {place}.",
        "Nobody {place} had thought about {aspect} {noun} before.",
        "The {adjective} {noun} cost {number} coins, and {person} paid without a word.",
        "According to {person}, {noun} and {noun2} go well together.",
        "It took {number} days until the {adjective} {noun} arrived {place}.",
        "In the end {aspect} {noun} mattered less than {noun2}.",
        "{Person} keeps {number} pieces of {noun} beside the {adjective} {noun2}.",
        "Ask {person} about {aspect} {noun}, and you will hear of {noun2} too.",
        "That is why {adjective} {noun} can be found {place}.",
        "Most of the {noun} was given to {person}, the rest to {person2}.",
    ),
    joint=" ",
    chatter=(
        "Sure! Here are some ideas:",
        "Of course, here is what you asked for.",
        "Certainly. Let me think about this.",
        "I hope this helps! Let me know if you need more.",
    ),
    refusals=(
        "I'm sorry, but I can't help with that request.",
        "As an AI language model, I cannot provide this.",
        "I am unable to complete this task without more information.",
    ),
    reasoning="The user wants varied text. Let me see what is there already and find something else.",
    nothing=("<noinput>", "No input"),
    classification_cues=("classify", "whether"),
)
