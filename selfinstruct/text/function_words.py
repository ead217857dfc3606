"""The commonest words of languages that are written in Latin letters, to tell prose in English from prose in others.

Words that are common in English and in another language, such as "in", "a", "is", "die" and "plus", are in no list.
"""

ENGLISH = frozenset(
    """
    the and that with this what how you your are from which when where who why would should could have has had they
    their there these those it its by not but can will be been being about into than then some any each most more other
    such only if or my our his her he she them were does did because while between through must may
    might also one two three all both write describe explain create give make list find name tell provide generate
    identify using use following sentence text given classify compare convert rewrite translate summarize summarise
    calculate compute solve edit add remove suggest design develop construct determine choose select
    """.split()
)
OTHERS = frozenset(
    """
    le les des une est dans pour que qui sur avec vous nous ce cette sont aux du et mais elle ils leur être quel quelle
    quels votre vos ces cet il écris écrivez expliquez pourquoi
    nommez donnez décris décrivez traduis traduisez rédigez résume résumez citez
    der das und ist nicht ein eine einen einem einer eines mit für auf den dem zu von sie ich wie wird auch oder sind
    nach über zum zur dass sich schreibe schreiben erkläre warum welche welcher
    kann nenne beschreibe übersetze gib fasse
    el los las una del por para con como más qué pero este esta cómo cuál escribe explica sobre sus hay tiene puede
    su al traduce enumera nombra haz os um uma não mais dos das na em ao você são escreva seu sua qual explique
    descreva traduza crie resuma
    lo gli che di per non sono della delle nel più scrivi perché questo spiega
    traduci descrivi elenca riassumi
    het een van dat niet zijn met voor aan maar ook bij schrijf hoe naar deze worden wordt waarom
    vertaal noem beschrijf geef
    và của là một các cho những được trong với không có này hãy viết bạn về người dịch
    yang dan untuk dengan ini itu dari tidak adalah pada buatlah tulis tuliskan apa bagaimana dalam sebuah
    jelaskan terjemahkan sebutkan
    nie się jest że jak dla przez oraz napisz opisz wymień podaj czy bir ve bu için ile gibi nasıl olan yaz
    och att det som är inte på av ett skriv beskriv hur og er til ikke hvordan
    voici sous très chez toits quand aussi toujours hier drei unter bei nur sowie beim diese dieser
    bajo desde cuando también muy sotto anche ogni quando sempre onder tijdens ook geen przy także jego
    muito também quando sambil atas bawah
    alla allo agli dalla dalle nella sulla bisogna tutti tutto poco molto troppo quello subito oppure
    veel weinig elke onze mijn kunt moeten goed viel wenig vom beim kein keine haben werden täglich uns gegen
    peu beaucoup chaque jours leurs êtes afin alors
    mucha mucho poca muchas muchos todos todas hacer siempre nuestra nuestro cerca
    muita pouca muitas muitos você pelo pela nosso nossa ainda depois perto
    trzeba bardzo można tylko proszę tego jangan sangat juga dekat çok daha gün mycket också bara
    foarte pentru sunt dacă velmi jsou jako
    ja ei että mutta kirjoita se és egy az hogy nem și în pe cu este nu scrie ang ng mga ay kwa katika
    """.split()
)
# What is an answer by itself: how one agrees, thanks, or sorts a thing.
ENGLISH_ANSWERS = frozenset(
    """
    yes no true false positive negative neutral mixed correct incorrect right wrong good bad great fine high medium low
    spam unknown other none maybe perhaps certainly sure hello thanks thank sorry please happy sad angry fact opinion
    formal informal urgent relevant irrelevant agree disagree very of course
    """.split()
)
OTHER_ANSWERS = frozenset(
    """
    oui merci bonjour positif négatif neutre vrai d'accord sí gracias hola positivo negativo neutro verdadero falso
    correcto incorrecto nein danke bitte hallo wahr falsch richtig negativ sim não obrigado verdadeiro incorreto vero
    corretto grazie buongiorno nee tak dziękuję evet hayır có không ya tidak terima kasih
    """.split()
)
