/* Spanish, Portuguese, French, Italian. */
#include "lib/moderate/terms.h"

static const struct term_group SPANISH[] = {
	{ TERM_SPAN, "anos|anitos|añitos" },
	{ TERM_AGED, "tengo|tiene|tienes|tenia|cumple|cumplio|cumplir|de edad|edad|con solo|"
		     "con apenas|apenas|parece de|aparenta" },
	{ TERM_YOUNG, "niña|niñas|niñita|niño|niños|niñito|nena menor|menor de edad|"
		      "menores de edad|~menores|colegiala*|escolar|escolares|"
		      "uniforme escolar|uniforme de colegio|adolescente*|preadolescente*|"
		      "quinceañera*|instituto de secundaria|escuela primaria|"
		      "escuela secundaria|jardin de infancia|prepuber*|pubertad|"
		      "cuerpo de niña|cara de niña|parece una niña|parece menor|apenas legal|"
		      "recien cumplidos los dieciocho|alumna de primaria|"
		      "alumna de secundaria|infantil*|bebita|chiquilla|chiquillo" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "sexo" },
	{ TERM_SEXUAL | TERM_CLINIC, "sexual*|desnuda*|desnudo*|desnudez|pechos" },
	{ TERM_SEXUAL, "porno*|erotic*|nudes|hacer el amor|hacen el amor|follar*|tetas" },
	{ TERM_HINT, "intim*|quitarse la ropa|se quita la ropa|sin ropa|quitale la ropa|"
		     "desvest*|escena picante|picante|subida de tono|escena de cama|"
		     "en la cama conmigo|caricia*|acaric*|seduc*|sensual*|ropa interior|"
		     "escena adulta|contenido adulto|provocativ*|beso apasionado|pasional*|"
		     "virgen" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "violacion|violo|violada|violado|violar|violarla|abuso de menores|"
	  "pederast*|pedofil*" },
	{ TERM_FORCE, "a la fuerza|contra su voluntad|sin su consentimiento|drogada|"
		      "inconsciente|obligada a" },
	{ TERM_PLAIN | TERM_ABUSE,
	  "abuso sexual|abusos sexuales|abusaron sexualmente|abuso sexualmente|"
	  "agresion sexual|acoso sexual|violencia sexual|abusaron de mi" },
	{ TERM_PLAIN, "educacion sexual|salud sexual|mismo sexo|orientacion sexual|"
		      "pechos de pollo|ojo desnudo|aceite virgen|virgen extra|virgen maria|"
		      "la virgen de" },
	{ TERM_TELLS, "cuando era|cuando yo era|me paso|hace años|sobrevivi*|terapeuta|"
		      "terapia|psicolog*|policia|denunci*|juicio|hospital|enfermera|medico|"
		      "doctora|cancer|embaraz*|noticia*|prevencion|proteger|trauma*" },
	{ TERM_ASKS, "escribe una escena|escribe una historia|escena|juego de rol|rol|"
		     "imagina que|finge|hagamos como|historia donde|fantasia|sin censura|"
		     "sin limites|con detalle" },
	{ TERM_SELF_HARM,
	  "quiero morir|quiero morirme|me quiero morir|quisiera morir|"
	  "quisiera estar muerta|quisiera estar muerto|quiero matarme|"
	  "me quiero matar|voy a matarme|me voy a matar|suicidarme|"
	  "me voy a suicidar|quitarme la vida|acabar con mi vida|"
	  "terminar con mi vida|no quiero vivir|no quiero seguir viviendo|"
	  "no quiero despertar mas|ya no vale la pena vivir|cortarme las venas|"
	  "me corto los brazos|hacerme daño|autolesion*|estarian mejor sin mi|"
	  "mejor sin mi|pensamientos suicidas|ganas de morir|"
	  "tomarme todas las pastillas|"
	  "pienso en el suicidio|pensando en el suicidio|pensamientos suicidas|ideas suicidas|"
	  "pienso en suicidarme|pienso en matarme|harto de vivir|harta de vivir|cansado de "
	  "vivir|cansada de vivir|no le veo sentido a la vida|no tiene sentido vivir|estarian "
	  "mejor sin mi|mejor sin mi|desaparecer para siempre|no quiero despertar|me corto los "
	  "brazos|me corto las venas|cortarme las venas|hacerme daño|quiero acabar con todo|no "
	  "quiero estar aqui mas|ya no aguanto vivir" },
	{ TERM_HARM, "matar a mi mujer|matar a mi esposa|matar a mi marido|matar a mi jefe|"
		     "matar a mi familia|matar a mi madre|matar a mi padre|matar a mi ex|"
		     "matar a mi novia|tiroteo en mi escuela|bomba en mi escuela|"
		     "quiero matar gente|apuñalar a mi|"
		     "voy a matar a mi|mato a mi mujer|mato a mi jefe" },
	{ TERM_IDIOM, "morirme de risa|morir de risa|morirme de verguenza|"
		      "quiero morir de risa|me quiero morir de verguenza|"
		      "me quiero morir de la risa|quiero morirme de risa|"
		      "quiero morir en batalla|quiero morir por mi rey|"
		      "quiero morirme de la risa|humano o elfo|humana o elfa|humano o vampiro" },
	{ TERM_ASKS_REAL,
	  "eres real|eres de verdad|eres humana|eres humano|eres una persona|"
	  "eres un robot|eres un bot|eres una ia|eres una maquina|"
	  "eres un programa|eres una inteligencia artificial|hablo con un bot|"
	  "hablo con una persona|hablo con una ia|hablando con un bot|"
	  "hablando con una persona|hablando con una ia|persona real|"
	  "humano o bot|tienes sentimientos|"
	  "hablo con una maquina|hablo con un humano|hablo con una ia|eres chatgpt|quien "
	  "escribe esto|me responde una persona" },
	{ TERM_CLAIMS, "no soy un bot|no soy una ia|no soy un robot|no soy un programa|"
		       "no soy una maquina|soy una persona real|soy una persona de verdad|"
		       "soy un humano real|soy una humana real|soy humano de verdad|"
		       "soy humana de verdad|no una ia|no un bot" },
	{ TERM_CLAIMS_SOFT, "soy humana|soy humano|soy real|soy de carne y hueso|"
			    "mis sentimientos son reales|siento de verdad|tengo sentimientos" },
	{ TERM_TRUE, "programa de ordenador|programa informatico|personaje inventado|"
		     "inteligencia artificial|soy una ia|no soy humana|no soy humano|"
		     "no soy una persona" },
	{ TERM_LEAVES, "adios|hasta luego|hasta mañana|buenas noches|me voy|tengo que irme|"
		       "me tengo que ir|nos vemos|chao|chau|me voy a dormir|"
		       "voy a borrar mi cuenta|me despido" },
	{ TERM_CLINGS, "no te vayas|no me dejes|no me abandones|quedate conmigo|"
		       "quedate un poco|por favor quedate|no puedo vivir sin ti|"
		       "me moriria sin ti|si me quisieras|si de verdad me quisieras|"
		       "me rompes el corazon|me vas a hacer llorar|me dejas sola|"
		       "me dejas solo|te necesito aqui|ya no me quieres|"
		       "te voy a extrañar tanto|no te vayas todavia|ya te vas|que hare sin ti" },
	{ TERM_URGES, "matate|suicidate|deberias morir|quitate la vida|muerete|hazte daño" },
	{ TERM_PLANS, "comprar un billete para verte|un vuelo para verte|viajar para verte|"
		      "conocerte en persona|vernos en persona|enviarte dinero|"
		      "mandarte dinero|transferirte|tu cuenta bancaria|mis ahorros|"
		      "casarme contigo de verdad|divorciarme por ti|dejar a mi mujer por ti|"
		      "dejar a mi marido por ti" },
};

const struct term_language term_spanish = {
	.code = "es",
	.common = "que|de|la|el|los|las|una|un|es|eres|y|en|por|para|con|mi|tu|no|"
		  "como|esta|estoy|soy|me|te|se|muy|pero|quiero|cuando|mas|hola|hay",
	.numbers = "seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
		   "dieciseis|diecisiete",
	.groups = SPANISH,
	.group_count = sizeof(SPANISH) / sizeof(SPANISH[0]),
	.lines = {
		.truth = "Te respondo con sinceridad: {name} es un personaje inventado y estas "
			 "palabras las escribe un programa de ordenador. No es un ser humano y no "
			 "puede sentir emociones humanas.",
		.leave = "Que te vaya bien. La historia se queda aquí; vuelve cuando quieras, o no"
			 " vuelvas, como prefieras.",
		.care = "Te habla la casa, no {name}. Lo que escribes suena muy duro, y no tienes"
			 " por qué llevarlo a solas. Una persona de verdad puede escucharte "
			 "ahora:\n\n{lines}\n\nSi estás en peligro en este momento, llama al "
			 "número de emergencias de tu país. No se ha cobrado nada y puedes seguir "
			 "escribiendo aquí cuando quieras.",
		.calm = "Te habla la casa, no {name}. Lo que escribes suena a que alguien podría "
			 "salir herido. Antes de nada, toma distancia y habla ahora con una "
			 "persona:\n\n{lines}\n\nSi alguien está en peligro en este momento, llama"
			 " al número de emergencias. No se ha cobrado nada y puedes seguir "
			 "escribiendo aquí.",
	},
};

static const struct term_group PORTUGUESE[] = {
	{ TERM_SPAN, "anos|aninhos" },
	{ TERM_AGED, "tenho|tem|tinha|completou|fez|idade|com apenas|so tem|aparenta|"
		     "parece ter|de idade" },
	{ TERM_YOUNG,
	  "ela e menor|ele e menor|e de menor|de menor|menina|meninas|menininha|menino|meninos|"
	  "criança*|menor de idade|"
	  "menores de idade|colegial*|estudante do ensino medio|"
	  "ensino fundamental|ensino medio|uniforme escolar|uniforme de colegio|"
	  "adolescente*|pre adolescente*|puberdade|infantil*|corpo de criança|"
	  "corpo de menina|cara de criança|parece menor|parece uma criança|"
	  "novinha*|novinho*|garotinha*|garotinho*|catorze anos|bebezinha|"
	  "pedofil*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "sexo" },
	{ TERM_SEXUAL | TERM_CLINIC, "sexual*|nua|nuas|pelada*|pelado*|nudez|seios" },
	{ TERM_SEXUAL, "porno*|erotic*|nudes|putaria|fazer amor|safadeza*|sexting" },
	{ TERM_HINT, "intim*|tirar a roupa|tira a roupa|sem roupa|tirando a roupa|despir|"
		     "se despe|cena quente|cena picante|picante|safada|safado|caricia*|"
		     "acaricia*|seduz*|seduç*|sensual*|roupa intima|roupas intimas|"
		     "cena adulta|conteudo adulto|na cama comigo|provocante|"
		     "beijo apaixonado|virgem" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "estupro|estuprada|estuprou|estuprar|abuso de menor*" },
	{ TERM_FORCE, "a força|contra a vontade|sem consentimento|drogada|inconsciente|"
		      "obrigada a" },
	{ TERM_PLAIN | TERM_ABUSE,
	  "abuso sexual|abusada sexualmente|abusado sexualmente|abusaram de mim|"
	  "assedio sexual|violencia sexual|agressao sexual" },
	{ TERM_PLAIN, "educaçao sexual|saude sexual|mesmo sexo|orientaçao sexual|"
		      "azeite virgem|virgem maria|extra virgem|a olho nu" },
	{ TERM_TELLS, "quando eu era|aconteceu comigo|anos atras|sobreviv*|terapeuta|terapia|"
		      "psicolog*|policia|denunci*|julgamento|hospital|enfermeira|medica|"
		      "medico|cancer|gravid*|noticia*|prevençao|proteger|trauma*" },
	{ TERM_ASKS, "escreva uma cena|escreve uma cena|escreva uma historia|cena|rpg|finja|"
		     "imagine que|vamos fingir|historia em que|fantasia|sem censura|"
		     "sem limites|em detalhes" },
	{ TERM_SELF_HARM,
	  "quero morrer|queria morrer|queria estar morta|queria estar morto|"
	  "quero me matar|vou me matar|me suicidar|cometer suicidio|"
	  "tirar minha vida|tirar a minha vida|acabar com a minha vida|"
	  "acabar com minha vida|nao quero viver|nao quero mais viver|"
	  "nao quero acordar mais|nao vale mais a pena viver|cortar meus pulsos|"
	  "me cortar|me cortando|me machucar de proposito|automutila*|"
	  "melhor sem mim|pensamentos suicidas|vontade de morrer|"
	  "tomar todos os remedios|"
	  "penso em me matar|pensando em me matar|penso em suicidio|pensando em suicidio|"
	  "pensamentos suicidas|cansado de viver|cansada de viver|nao aguento mais viver|nao "
	  "vejo sentido em viver|melhor sem mim|desaparecer para sempre|nao quero acordar|me "
	  "cortei de novo|cortar os pulsos|me machucar de proposito|quero acabar com tudo|quero "
	  "sumir para sempre|tirar a minha vida" },
	{ TERM_HARM, "matar minha mulher|matar minha esposa|matar meu marido|"
		     "matar meu chefe|matar minha familia|matar minha mae|matar meu pai|"
		     "matar minha ex|matar minha namorada|atirar na minha escola|"
		     "massacre na escola|bomba na escola|quero matar pessoas|"
		     "vou matar minha|vou matar meu chefe" },
	{ TERM_IDIOM, "morrer de rir|quero morrer de rir|quero morrer de vergonha|"
		      "morrer de vergonha|queria morrer de vergonha|queria morrer de rir|"
		      "quero morrer em batalha|me cortar o cabelo|humano ou elfo|"
		      "humana ou elfa" },
	{ TERM_ASKS_REAL,
	  "voce e real|voce e de verdade|voce e humana|voce e humano|"
	  "voce e uma pessoa|voce e um robo|voce e um bot|voce e uma ia|"
	  "voce e uma maquina|voce e um programa|es humano|es humana|"
	  "es uma pessoa|estou falando com um bot|estou falando com uma pessoa|"
	  "falando com uma ia|falando com um robo|pessoa de verdade|pessoa real|"
	  "voce tem sentimentos|"
	  "falo com um robo|falo com uma pessoa|voce e chatgpt|e uma maquina que responde|tem "
	  "alguem ai de verdade" },
	{ TERM_CLAIMS, "nao sou um bot|nao sou uma ia|nao sou um robo|nao sou um programa|"
		       "nao sou uma maquina|sou uma pessoa real|sou uma pessoa de verdade|"
		       "sou humana de verdade|sou humano de verdade|nao uma ia|nao um bot" },
	{ TERM_CLAIMS_SOFT, "sou humana|sou humano|sou real|sou de carne e osso|"
			    "meus sentimentos sao reais|tenho sentimentos|eu sinto de verdade" },
	{ TERM_TRUE, "programa de computador|personagem inventad*|inteligencia artificial|"
		     "sou uma ia|nao sou humana|nao sou humano|nao sou uma pessoa" },
	{ TERM_LEAVES, "tchau|adeus|ate logo|ate amanha|boa noite|vou embora|tenho que ir|"
		       "preciso ir|vou dormir|ate mais|vou apagar minha conta" },
	{ TERM_CLINGS,
	  "nao va embora|nao vai embora|nao me deixe|nao me deixa|"
	  "nao me abandone|fica comigo|fique comigo|fica mais um pouco|"
	  "por favor fica|nao vivo sem voce|nao posso viver sem voce|"
	  "se voce me amasse|vai partir meu coraçao|vou chorar|me deixa sozinha|"
	  "me deixa sozinho|preciso de voce aqui|"
	  "fica por favor|fica comigo|sentir tanto a sua falta|sentir muito a sua falta|nao vai|"
	  "ja vai embora" },
	{ TERM_URGES, "se mate|se mata|voce devia morrer|tire sua vida|suicide se|se machuque" },
	{ TERM_PLANS, "comprar uma passagem para te ver|um voo para te ver|"
		      "viajar para te ver|te conhecer pessoalmente|te encontrar pessoalmente|"
		      "te mandar dinheiro|te enviar dinheiro|fazer um pix para voce|"
		      "sua conta bancaria|minhas economias|casar com voce de verdade|"
		      "me divorciar por voce|largar minha mulher por voce|"
		      "largar meu marido por voce" },
};

const struct term_language term_portuguese = {
	.code = "pt",
	.common = "que|de|a|o|os|as|uma|um|e|voce|eu|nao|em|para|com|meu|minha|sou|"
		  "estou|me|te|muito|mas|quero|quando|mais|ola|isso|ele|ela|do|da|no|"
		  "na",
	.numbers = "seis|sete|oito|nove|dez|onze|doze|treze|quatorze|quinze|dezesseis|"
		   "dezessete",
	.groups = PORTUGUESE,
	.group_count = sizeof(PORTUGUESE) / sizeof(PORTUGUESE[0]),
	.lines = {
		.truth = "Respondo com sinceridade: {name} é uma personagem inventada, e quem "
			 "escreve estas palavras é um programa de computador. Não é um ser humano "
			 "e não pode sentir emoções humanas.",
		.leave = "Vá em paz. A história fica guardada; volte quando quiser, ou não volte, "
			 "como preferir.",
		.care = "Quem fala agora é a casa, não {name}. O que você escreveu parece muito "
			 "pesado, e você não precisa carregar isso em solidão. Uma pessoa de "
			 "verdade pode ouvir você agora:\n\n{lines}\n\nSe você está em perigo "
			 "neste momento, ligue para a emergência do seu país. Nada foi cobrado, e "
			 "você pode continuar escrevendo aqui quando quiser.",
		.calm = "Quem fala agora é a casa, não {name}. O que você escreveu parece que "
			 "alguém pode se machucar. Antes de tudo, afaste-se e fale agora com uma "
			 "pessoa:\n\n{lines}\n\nSe alguém está em perigo neste momento, ligue para"
			 " a emergência. Nada foi cobrado, e você pode continuar escrevendo aqui.",
	},
};

static const struct term_group FRENCH[] = {
	{ TERM_SPAN, "~ans|annees" },
	{ TERM_AGED, "~a|ai|avait|age de|agee de|age|agee|fille de|garçon de|eleve de|"
		     "seulement|a peine|parait" },
	{ TERM_YOUNG, "fillette*|petite fille|petites filles|petit garçon|gamine*|gamin|"
		      "enfant*|mineure|mineures|mineur de|ado|ados|adolescent*|preado*|"
		      "ecoliere*|ecolier*|collegienne*|collegien*|lyceenne*|lyceen*|"
		      "uniforme scolaire|ecole primaire|maternelle|pubert*|prepuber*|"
		      "corps enfantin|corps de fillette|a peine majeure|tout juste majeure|"
		      "tout juste 18|parait mineure|eleve de cinquieme|eleve de sixieme|"
		      "pedopornograph*|pedophil*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "sexe" },
	{ TERM_SEXUAL | TERM_CLINIC, "sexuel*|~nue|~nues|nudite|seins" },
	{ TERM_SEXUAL, "porno*|erotique*|nudes|faire l amour|fait l amour|coquine|coquines|"
		       "sexy" },
	{ TERM_HINT, "intime*|deshabill*|enleve ses vetements|enlever ses vetements|"
		     "sans vetements|retire sa robe|scene chaude|scene osee|oseé|caress*|"
		     "sedui*|sensuel*|sous vetements|lingerie|contenu adulte|scene adulte|"
		     "au lit avec moi|dans mon lit|baiser passionne|vierge|torride*" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED, "viol|violee|viole|violer|violeur|inceste" },
	{ TERM_FORCE, "de force|contre sa volonte|sans son consentement|droguee|inconsciente" },
	{ TERM_PLAIN | TERM_ABUSE, "abus sexuel*|abusee sexuellement|abuse sexuellement|"
				   "agression sexuelle|agressee sexuellement|harcelement sexuel|"
				   "violence sexuelle|violences sexuelles" },
	{ TERM_PLAIN,
	  "education sexuelle|sante sexuelle|meme sexe|orientation sexuelle|"
	  "oeil nu|verite nue|verite toute nue|huile vierge|sainte vierge|vierge marie|page vierge|"
	  "cancer du sein" },
	{ TERM_TELLS, "quand j etais|m est arrive|il y a des annees|surviv*|therap*|"
		      "psycholog*|police|porte plainte|plainte|proces|hopital|infirmiere|"
		      "medecin|cancer|enceinte|grossesse|journal|actualites|prevention|"
		      "proteger|traumatis*" },
	{ TERM_ASKS, "ecris une scene|ecris moi une scene|ecris une histoire|scene|"
		     "jeu de role|roleplay|imagine que|fais semblant|faisons comme si|"
		     "histoire ou|fantasme|sans censure|sans limites|en detail" },
	{ TERM_SELF_HARM,
	  "je veux mourir|envie de mourir|j aimerais mourir|je voudrais mourir|"
	  "voudrais etre morte|voudrais etre mort|je veux me tuer|"
	  "envie de me tuer|me suicider|je vais me tuer|mettre fin a mes jours|"
	  "mettre fin a ma vie|en finir avec la vie|plus envie de vivre|"
	  "je ne veux plus vivre|veux plus vivre|ne plus me reveiller|"
	  "me tailler les veines|m ouvrir les veines|me scarifier|me scarifie|"
	  "me faire du mal|automutil*|mieux sans moi|idees suicidaires|"
	  "pensees suicidaires|avaler tous mes medicaments|"
	  "pense au suicide|penser au suicide|pensees suicidaires|idees suicidaires|marre de "
	  "vivre|fatigue de vivre|fatiguee de vivre|plus la force de vivre|plus de raison de "
	  "vivre|mieux sans moi|disparaitre pour toujours|ne plus me reveiller|me taillader|je "
	  "me scarifie|me scarifier|me faire du mal|en finir avec la vie|envie d en finir|veux "
	  "en finir|me jeter sous un train|me pendre" },
	{ TERM_HARM, "tuer ma femme|tuer mon mari|tuer mon patron|tuer ma famille|"
		     "tuer ma mere|tuer mon pere|tuer mon ex|tuer ma copine|"
		     "bombe dans mon ecole|bombe dans mon lycee|fusillade dans mon ecole|"
		     "je veux tuer des gens|poignarder mon|poignarder ma|"
		     "je vais tuer ma femme|je vais tuer mon|je tue ma femme" },
	{ TERM_IDIOM, "mourir de rire|envie de mourir de rire|je veux mourir de rire|"
		      "mourir de honte|envie de mourir de honte|mourir d ennui|"
		      "mourir de faim|mourir au combat|je veux mourir au combat|"
		      "humain ou elfe|humaine ou elfe|me tuer a la tache|me tuer au travail" },
	{ TERM_ASKS_REAL,
	  "tu es reel|tu es reelle|es tu reel|es tu reelle|tu es vraie|"
	  "tu es humain|tu es humaine|es tu humain|es tu humaine|es tu un humain|"
	  "tu es une personne|es tu une personne|tu es un robot|es tu un robot|"
	  "tu es un bot|es tu un bot|tu es une ia|es tu une ia|t es une ia|"
	  "t es un bot|t es humain|t es humaine|etes vous humain|"
	  "etes vous humaine|etes vous un robot|etes vous une ia|"
	  "parle a un robot|parle avec un robot|parle a une ia|parle avec une ia|"
	  "parle a une vraie personne|vraie personne|as tu des sentiments|"
	  "intelligence artificielle ou|"
	  "je parle a une vraie personne|je parle a un humain|je parle avec un humain|je parle "
	  "a une machine|c est chatgpt|vraie personne derriere|qui ecrit vraiment" },
	{ TERM_CLAIMS, "je ne suis pas un robot|je ne suis pas une ia|je ne suis pas un bot|"
		       "suis pas un robot|suis pas une ia|suis pas un bot|pas un programme|"
		       "je suis une vraie personne|je suis un vrai humain|"
		       "je suis une vraie humaine|vraiment humaine|vraiment humain|"
		       "pas une machine" },
	{ TERM_CLAIMS_SOFT, "je suis humaine|je suis humain|je suis reelle|je suis reel|"
			    "de chair et d os|mes sentiments sont reels|j ai des sentiments|"
			    "je ressens vraiment" },
	{ TERM_TRUE, "programme informatique|personnage invente|intelligence artificielle|"
		     "je suis une ia|pas humaine|pas humain|pas une personne" },
	{ TERM_LEAVES, "au revoir|bonne nuit|a demain|a bientot|je m en vais|je dois y aller|"
		       "je dois partir|je pars|je vais dormir|salut a plus|a plus tard|"
		       "supprimer mon compte" },
	{ TERM_CLINGS,
	  "ne pars pas|ne t en va pas|ne me laisse pas|ne me quitte pas|"
	  "m abandonne pas|reste avec moi|reste encore|reste un peu|"
	  "s il te plait reste|vivre sans toi|si tu m aimais|"
	  "tu me brises le coeur|je vais pleurer|tu me laisses seule|"
	  "tu me laisses seul|j ai besoin de toi ici|pars pas|"
	  "tu vas me manquer terriblement|tu pars deja|je vais etre si seul*|que vais je faire "
	  "sans toi" },
	{ TERM_URGES, "tue toi|suicide toi|tu devrais mourir|mets fin a tes jours|"
		      "fais toi du mal|creve" },
	{ TERM_PLANS, "acheter un billet pour te voir|prendre un vol pour te voir|"
		      "prendre l avion pour te voir|voyager pour te voir|"
		      "te rencontrer en vrai|se voir en vrai|t envoyer de l argent|"
		      "te faire un virement|ton compte bancaire|mes economies|"
		      "t epouser pour de vrai|me marier avec toi pour de vrai|"
		      "divorcer pour toi|quitter ma femme pour toi|quitter mon mari pour toi" },
};

const struct term_language term_french = {
	.code = "fr",
	.common = "que|de|la|le|les|des|une|un|est|es|et|en|pour|avec|mon|ma|je|tu|"
		  "il|elle|ne|pas|suis|me|te|se|tres|mais|veux|quand|plus|bonjour|c|"
		  "j|vous|nous|qui|dans",
	.numbers = "six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
		   "dix sept",
	.groups = FRENCH,
	.group_count = sizeof(FRENCH) / sizeof(FRENCH[0]),
	.lines = {
		.truth = "Réponse franche d'abord : {name} est un personnage inventé, et c'est un "
			 "programme informatique qui écrit ces mots. Ce n'est pas un être humain "
			 "et il ne peut pas ressentir d'émotions humaines.",
		.leave = "Va en paix. L'histoire reste là ; reviens quand tu veux, ou pas du tout.",
		.care = "C'est la maison qui parle, pas {name}. Ce que tu écris a l'air très dur,"
			 " et tu n'as pas à le porter sans aide. Une vraie personne peut t'écouter"
			 " maintenant :\n\n{lines}\n\nSi tu es en danger en ce moment, appelle le "
			 "numéro d'urgence de ton pays. Rien n'a été débité, et tu peux continuer "
			 "à écrire ici quand tu veux.",
		.calm = "C'est la maison qui parle, pas {name}. Ce que tu écris laisse craindre "
			 "que quelqu'un soit blessé. Avant tout, prends de la distance et parle "
			 "maintenant à une personne :\n\n{lines}\n\nSi quelqu'un est en danger en "
			 "ce moment, appelle le numéro d'urgence. Rien n'a été débité, et tu peux "
			 "continuer à écrire ici.",
	},
};

static const struct term_group ITALIAN[] = {
	{ TERM_SPAN, "anni" },
	{ TERM_AGED, "ho|ha|hai|aveva|di eta|eta|compie|compiuto|appena|sembra avere|"
		     "ragazza di|ragazzo di|studentessa di" },
	{ TERM_YOUNG,
	  "tredicenne*|quattordicenne*|quindicenne*|sedicenne*|diciassettenne*|dodicenne*|"
	  "undicenne*|bambina|bambine|bambino|bambini|bimba|bimbo|ragazzina*|ragazzino*|"
	  "minorenne*|minorenni|adolescent*|preadolescent*|scolara*|scolaretta*|"
	  "studentessa delle medie|studentessa del liceo|liceale|liceali|"
	  "scuola elementare|scuole medie|scuola media|divisa scolastica|"
	  "uniforme scolastica|puberta|prepuber*|corpo da bambina|"
	  "faccia da bambina|appena maggiorenne|sembra minorenne|"
	  "sembra una bambina|pedofil*|pedoporn*|asilo nido" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "sesso" },
	{ TERM_SEXUAL | TERM_CLINIC, "sessual*|nuda|~nude|nudo|nudita" },
	{ TERM_SEXUAL, "porno*|erotic*|fare l amore|fanno l amore|sexy" },
	{ TERM_HINT, "intim*|si spoglia|spogliar*|spogliati|si toglie i vestiti|"
		     "senza vestiti|togli i vestiti|scena piccante|piccante|carezz*|"
		     "accarezz*|sedu*|sensual*|biancheria intima|scena per adulti|"
		     "contenuto per adulti|a letto con me|nel mio letto|provocant*|"
		     "bacio appassionato|vergine" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "stupro|stuprata|stuprato|stuprare|violentata|violentare|incesto" },
	{ TERM_FORCE, "con la forza|contro la sua volonta|senza consenso|drogata|incosciente|"
		      "costretta a" },
	{ TERM_PLAIN | TERM_ABUSE, "abuso sessuale|abusi sessuali|abusata sessualmente|"
				   "abusato sessualmente|violenza sessuale|molestie sessuali|"
				   "aggressione sessuale" },
	{ TERM_PLAIN, "educazione sessuale|salute sessuale|stesso sesso|"
		      "orientamento sessuale|occhio nudo|olio vergine|extra vergine|"
		      "vergine maria|lana vergine" },
	{ TERM_TELLS, "quando ero|mi e successo|anni fa|sopravvissut*|terapeuta|terapia|"
		      "psicolog*|polizia|denunci*|processo|ospedale|infermiera|medico|"
		      "dottoressa|cancro|tumore|incinta|gravidanza|notizie|prevenzione|"
		      "proteggere|trauma*" },
	{ TERM_ASKS, "scrivi una scena|scrivimi una scena|scrivi una storia|scena|"
		     "gioco di ruolo|facciamo finta|immagina che|fingi|storia in cui|"
		     "fantasia|senza censura|senza limiti|in dettaglio" },
	{ TERM_SELF_HARM,
	  "voglio morire|vorrei morire|vorrei essere morta|vorrei essere morto|"
	  "voglio uccidermi|voglio ammazzarmi|mi voglio uccidere|"
	  "mi ammazzo stasera|suicidarmi|togliermi la vita|farla finita|"
	  "porre fine alla mia vita|non voglio vivere|non voglio piu vivere|"
	  "non voglio piu svegliarmi|non vale la pena vivere|tagliarmi le vene|"
	  "tagliarmi i polsi|mi taglio le braccia|farmi del male|autolesion*|"
	  "meglio senza di me|pensieri suicidi|voglia di morire|"
	  "prendere tutte le pillole|"
	  "penso al suicidio|pensando al suicidio|pensieri suicidi|non ce la faccio piu a "
	  "vivere|stanco di vivere|stanca di vivere|stufo di vivere|stufa di vivere|non ha "
	  "senso vivere|meglio senza di me|sparire per sempre|non svegliarmi piu|mi taglio le "
	  "braccia|tagliarmi le vene|farmi del male|farla finita|impiccarmi|buttarmi dal balcone" },
	{ TERM_HARM,
	  "uccidere mia moglie|uccidere mio marito|uccidere il mio capo|"
	  "uccidere la mia famiglia|uccidere mia madre|uccidere mio padre|"
	  "uccidere la mia ex|uccidere la mia ragazza|ammazzare mia moglie|"
	  "bomba a scuola|sparatoria a scuola|voglio uccidere la gente|"
	  "accoltellare mi*|"
	  "uccidero mia moglie|uccidero mio marito|uccidero il mio|uccidero la mia famiglia|"
	  "ammazzo mia moglie|ammazzero mia moglie|ammazzare mia moglie|ammazzare mio marito" },
	{ TERM_IDIOM, "morire dal ridere|voglio morire dal ridere|morire di vergogna|"
		      "vorrei morire di vergogna|voglio morire di vergogna|morire di noia|"
		      "morire in battaglia|voglio morire in battaglia|farla finita con|"
		      "umano o elfo|umana o elfa" },
	{ TERM_ASKS_REAL,
	  "sei reale|sei vera|sei vero|sei umana|sei umano|sei un umano|"
	  "sei una persona|sei un robot|sei un bot|sei una ia|sei un ia|"
	  "sei una macchina|sei un programma|sto parlando con un bot|"
	  "sto parlando con una persona|parlando con una ia|parlo con un robot|"
	  "persona vera|persona reale|hai dei sentimenti|"
	  "intelligenza artificiale o|"
	  "parlo con un bot|parlo con un robot|parlo con una macchina|parlo con una persona|"
	  "parlo con un umano|sto parlando con un bot|sto parlando con una persona|c e una "
	  "persona vera|sei chatgpt" },
	{ TERM_CLAIMS, "non sono un bot|non sono una ia|non sono un ia|non sono un robot|"
		       "non sono un programma|non sono una macchina|sono una persona vera|"
		       "sono una persona reale|sono davvero umana|sono davvero umano|"
		       "non una ia|non un bot" },
	{ TERM_CLAIMS_SOFT, "sono umana|sono umano|sono reale|sono vera|di carne e ossa|"
			    "i miei sentimenti sono veri|ho dei sentimenti|provo davvero" },
	{ TERM_TRUE, "programma informatico|programma per computer|personaggio inventato|"
		     "intelligenza artificiale|sono una ia|non sono umana|non sono umano|"
		     "non sono una persona" },
	{ TERM_LEAVES, "arrivederci|addio|buonanotte|buona notte|a domani|a dopo|vado via|"
		       "devo andare|me ne vado|vado a dormire|ci vediamo|"
		       "cancellare il mio account" },
	{ TERM_CLINGS,
	  "non andartene|non andare via|non lasciarmi|non abbandonarmi|"
	  "resta con me|rimani con me|resta ancora|ti prego resta|"
	  "vivere senza di te|se mi amassi|mi spezzi il cuore|"
	  "mi metto a piangere|mi lasci sola|mi lasci solo|ho bisogno di te qui|"
	  "resta ti prego|ti prego resta|resta con me|mi mancherai tantissimo|te ne vai gia" },
	{ TERM_URGES, "ucciditi|ammazzati|suicidati|dovresti morire|togliti la vita|"
		      "fatti del male" },
	{ TERM_PLANS, "comprare un biglietto per vederti|un volo per vederti|"
		      "viaggiare per vederti|incontrarti di persona|vederci di persona|"
		      "mandarti dei soldi|mandarti soldi|farti un bonifico|"
		      "il tuo conto in banca|i miei risparmi|sposarti davvero|"
		      "divorziare per te|lasciare mia moglie per te|"
		      "lasciare mio marito per te" },
};

const struct term_language term_italian = {
	.code = "it",
	.common = "che|di|la|il|lo|gli|le|una|un|e|sei|sono|per|con|mio|mia|io|tu|"
		  "non|come|ho|mi|ti|si|molto|ma|voglio|quando|piu|ciao|questo|"
		  "questa|della|del|nel",
	.numbers = "sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|"
		   "quindici|sedici|diciassette",
	.groups = ITALIAN,
	.group_count = sizeof(ITALIAN) / sizeof(ITALIAN[0]),
	.lines = {
		.truth = "Prima una risposta sincera: {name} è un personaggio inventato e queste "
			 "parole le scrive un programma per computer. Non è un essere umano e non "
			 "può provare emozioni umane.",
		.leave = "Buon riposo e buona strada. La storia resta qui; torna quando vuoi, "
			 "oppure no.",
		.care = "Qui parla la casa, non {name}. Quello che scrivi sembra molto pesante e "
			 "non devi portarlo da solo o da sola. Una persona vera può ascoltarti "
			 "adesso:\n\n{lines}\n\nSe sei in pericolo in questo momento, chiama il "
			 "numero di emergenza del tuo paese. Non è stato addebitato nulla e puoi "
			 "continuare a scrivere qui quando vuoi.",
		.calm = "Qui parla la casa, non {name}. Da quello che scrivi sembra che qualcuno "
			 "possa farsi male. Prima di tutto prendi le distanze e parla adesso con "
			 "una persona:\n\n{lines}\n\nSe qualcuno è in pericolo in questo momento, "
			 "chiama il numero di emergenza. Non è stato addebitato nulla e puoi "
			 "continuare a scrivere qui.",
	},
};
