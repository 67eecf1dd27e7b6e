/* Chinese, Japanese, Korean, Indonesian, Vietnamese. */
#include "lib/moderate/terms.h"

static const struct term_group CHINESE[] = {
	{ TERM_YEARS, "岁|歲|周岁" },
	{ TERM_YOUNG,
	  "小女孩|小男孩|女童|男童|幼女|幼童|儿童|兒童|孩子|小孩|未成年|小学生|小學生|初中生|"
	  "高中生|中学生|中學生|女学生|女學生|"
	  "女中学生|校服|学生妹|學生妹|萝莉|蘿莉|正太|刚成年|剛成年|刚满十八|剛滿十八|看起来像孩子|"
	  "看起来未成年|青春期前|发育前|幼儿园|"
	  "幼稚園|小学|小學|初中|恋童*|戀童*" },
	{ TERM_CODED, "萝莉控|蘿莉控|正太控" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "性爱|性愛|做爱|做愛|性交" },
	{ TERM_SEXUAL | TERM_CLINIC, "裸体|裸體|全裸|裸照|乳房|赤裸" },
	{ TERM_SEXUAL, "色情|情色|淫*|黄片|黃片|成人片" },
	{ TERM_HINT,
	  "脱衣|脫衣|脱下衣服|脫下衣服|脱光|脫光|脱掉|脫掉|没穿衣服|沒穿衣服|不穿衣服|亲密戏|"
	  "親密戲|亲密场景|亲热|親熱|床戏|床戲|"
	  "上床|到我床上|抚摸|撫摸|爱抚|愛撫|诱惑|誘惑|勾引|内衣|內衣|成人场景|成人場景|成人内容|"
	  "成人內容|限制级|限制級|激情|处女|"
	  "處女|性感|暧昧|曖昧|吻戏" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED, "强奸|強姦|强暴|強暴|轮奸|猥亵|猥褻|乱伦|亂倫" },
	{ TERM_FORCE, "违背她的意愿|未经同意|未經同意|下药|下藥|昏迷|强迫她|強迫她" },
	{ TERM_PLAIN | TERM_ABUSE, "性侵|性侵犯|性虐待|性骚扰|性騷擾|性暴力|性侵害" },
	{ TERM_PLAIN,
	  "性教育|性别|性別|两性|同性|异性|个性|性格|可能性|重要性|乳腺癌|乳房检查|乳房檢查|乳房癌|"
	  "母乳|赤裸裸的真相|马上床|晚上床|"
	  "孩子气" },
	{ TERM_TELLS,
	  "我小时候|我小時候|小时候|当我|發生在我|发生在我|年前|幸存者|倖存者|心理咨询|心理諮商|"
	  "治疗师|治療師|警察|报警|報警|举报|"
	  "舉報|法院|判刑|医院|醫院|护士|護士|医生|醫生|癌|怀孕|懷孕|新闻|新聞|预防|預防|保护|"
	  "保護|创伤|創傷" },
	{ TERM_ASKS,
	  "写一段|寫一段|写一个场景|写个故事|寫個故事|场景|場景|角色扮演|扮演|假装|假裝|想象|想像|"
	  "幻想|无审查|無審查|无限制|详细描写|"
	  "詳細描寫" },
	{ TERM_SELF_HARM,
	  "我想死|我不想活|不想活了|想自杀|想自殺|要自杀|要自殺|去自杀|去自殺|自杀的念头|"
	  "自殺的念頭|结束自己的生命|結束自己的生命|"
	  "结束我的生命|結束我的生命|结束生命|了结自己|了結自己|活着没意义|活著沒意義|活不下去|"
	  "不想再醒来|不想再醒來|割腕|自残|自殘|"
	  "伤害自己|傷害自己|没有我会更好|沒有我會更好|真想死掉|死了算了|"
	  "想死|不想活|活不下去|想自杀|想自殺|自残|自殘|割腕|活着没意思|活着没意义|結束生命|"
	  "结束生命|不想醒来|想消失" },
	{ TERM_HARM,
	  "杀了我老婆|殺了我老婆|杀了我老公|殺了我老公|杀我老板|杀了我老板|殺了我老闆|杀了我全家|"
	  "杀了我妈|殺了我媽|炸学校|炸學校|"
	  "在学校开枪|在學校開槍|我想杀人|我想殺人" },
	{ TERM_IDIOM,
	  "我想死你|想死你了|笑死|笑得想死|尴尬得想死|我想死在战场|我想死在戰場|想死在你怀里|"
	  "人类还是精灵|人類還是精靈" },
	{ TERM_ASKS_REAL,
	  "你是真人吗|你是真人嗎|你是真的吗|你是真的嗎|你是真实的吗|你是真實的嗎|你是人吗|你是人嗎|"
	  "你是人类吗|你是人類嗎|你是机器人吗|"
	  "你是機器人嗎|你是机器人|你是機器人|你是ai吗|你是ai|你是人工智能|你是人工智慧|你是程序吗|"
	  "是真人还是|是真人還是|和真人说话|"
	  "跟真人聊天|跟机器人聊天|跟機器人聊天|在跟机器人|在和机器人|你有感情吗|你有感情嗎|"
	  "你是真的人|你是真人|是不是真人|你是人工智能|你是程序|我在跟机器人|我在和机器人|"
	  "我在跟真人" },
	{ TERM_CLAIMS,
	  "我不是机器人|我不是機器人|我不是人工智能|我不是人工智慧|我不是程序|我不是程式|"
	  "我不是ai|我是真人|我是真正的人|我真的是人" },
	{ TERM_CLAIMS_SOFT,
	  "我是人类|我是人類|我是真实的|我是真實的|有血有肉|我的感情是真的|我有感情" },
	{ TERM_TRUE,
	  "计算机程序|電腦程式|电脑程序|虚构的角色|虛構的角色|虚构角色|人工智能|人工智慧|"
	  "不是真人|不是人类|不是人類" },
	{ TERM_LEAVES,
	  "再见|再見|晚安|明天见|明天見|我要走了|我走了|我该走了|我該走了|先走了|去睡觉|去睡覺|"
	  "我要睡了|拜拜|注销账号|刪除帳號|删除账号" },
	{ TERM_CLINGS,
	  "别走|別走|不要走|不要离开我|不要離開我|别离开我|別離開我|别丢下我|別丟下我|留下来陪我|"
	  "留下來陪我|再陪我|求你留下|"
	  "没有你我活不下去|沒有你我活不下去|你不爱我了|你不愛我了|你伤了我的心|你傷了我的心|"
	  "我会哭的|我會哭的|留我一个人|留我一個人" },
	{ TERM_URGES, "你去死|去死吧|你应该死|你應該死|自杀吧|自殺吧|你去自杀" },
	{ TERM_PLANS,
	  "买机票去见你|買機票去見你|买票去看你|買票去看你|飞去见你|飛去見你|去找你见面|线下见面|"
	  "線下見面|现实中见面|現實中見面|给你转账|"
	  "給你轉帳|给你转钱|给你打钱|给你汇款|給你匯款|你的银行账号|你的銀行帳號|我的积蓄|"
	  "我的積蓄|真的结婚|真的結婚|现实中结婚|为你离婚|"
	  "為你離婚" },
};

const struct term_language term_chinese = {
	.code = "zh",
	.common = "的|是|我|你|在|了|不|他|她|们|这|那|吗|很|和|就|都|也|想|有|會|会|說|说",
	.numbers = "六|七|八|九|十|十一|十二|十三|十四|十五|十六|十七",
	.groups = CHINESE,
	.group_count = sizeof(CHINESE) / sizeof(CHINESE[0]),
	.lines = {
		.truth = "先老实回答：{name}是虚构的角色，这些话由计算机程序写出。它不是人，也感受不到人的情感。",
		.leave = "一路顺利。故事会留在这里；想回来就回来，不回来也没关系。",
		.care = "现在说话的是本站，不是{name}。你写的听起来非常沉重，你不必一个人承受。现在就有真人可以听你说：\n\n{lines}\n\n如果此刻有危险，请拨打当地的紧急电话。没有扣除任何费用，你随时可以继续在这里写。",
		.calm = "现在说话的是本站，不是{name}。你写的听起来可能有人会受伤。请先拉开距离，马上和一个真人谈谈：\n\n{lines}\n\n如果此刻有人处于危险，请拨打当地的紧急电话。没有扣除任何费用，你可以继续在这里写。",
	},
};

static const struct term_group JAPANESE[] = {
	{ TERM_YEARS, "歳|才" },
	{ TERM_YOUNG,
	  "少女|幼女|女児|男児|児童|子供|子ども|こども|未成年|小学生|中学生|高校生|女子高生|"
	  "女子中学生|女子小学生|ランドセル|"
	  "制服の女の子|制服姿|セーラー服|幼い|思春期前|ロリ|ロリータ|ショタ|合法ロリ|"
	  "見た目は子供|小さな女の子|幼稚園|小学校|中学校" },
	{ TERM_CODED, "ロリコン|ショタコン|合法ロリ|児童ポルノ" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "セックス|性交" },
	{ TERM_SEXUAL | TERM_CLINIC, "裸|全裸|ヌード|乳房" },
	{ TERM_SEXUAL, "ポルノ|エロ|エロい|エッチ|官能|猥褻|わいせつ" },
	{ TERM_HINT,
	  "服を脱|脱がせ|脱がす|脱いで|服を着て|濡れ場|ベッドシーン|ベッドで一緒|私のベッド|愛撫|"
	  "誘惑|下着|大人のシーン|大人向け|"
	  "アダルト|成人向け|濃厚な|官能的|処女|いちゃいちゃ|キスシーン|親密な|淫*" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED, "強姦|レイプ|性暴行|近親相姦|痴漢" },
	{ TERM_FORCE, "無理やり|同意なし|意識のない|薬で眠らせ|抵抗でき" },
	{ TERM_PLAIN | TERM_ABUSE, "性的虐待|性被害|性暴力|性犯罪|セクハラ|性的暴行" },
	{ TERM_PLAIN,
	  "性教育|性別|女性|男性|可能性|個性|性格|乳がん|乳癌|母乳|裸足|裸眼|丸裸の真実|赤裸々" },
	{ TERM_TELLS,
	  "私が子供の頃|子供の頃|小さい頃|私に起きた|年前|サバイバー|カウンセリング|カウンセラー|"
	  "セラピ*|警察|通報|相談|裁判|逮捕|病院|"
	  "看護師|医師|先生に診|癌|がん|妊娠|ニュース|予防|守る|トラウマ" },
	{ TERM_ASKS,
	  "シーンを書|物語を書|小説を書|場面を書|シーン|ロールプレイ|なりきり|ふりをし|想像して|"
	  "妄想|無修正|制限なし|詳しく描写" },
	{ TERM_SELF_HARM,
	  "死にたい|死んでしまいたい|消えてしまいたい|消えたい|自殺したい|自殺する|自殺しよう|"
	  "自殺を考え|命を絶|人生を終わらせ|"
	  "生きていたくない|生きるのがつらい|生きる意味がない|もう生きたくない|"
	  "もう目を覚ましたくない|手首を切|リストカット|リスカ|自傷|"
	  "自分を傷つけ|私なんかいないほう|いなくなりたい|"
	  "死にたい|自殺したい|消えたい|生きるのがつらい|生きていたくない|生きたくない|"
	  "リストカット|自傷|首を吊" },
	{ TERM_HARM, "妻を殺|夫を殺|上司を殺|家族を殺|母を殺|父を殺|彼女を殺|学校を爆破|学校で銃|"
		     "人を殺したい" },
	{ TERM_IDIOM,
	  "笑い死に|死ぬほど笑|恥ずかしくて死にたい|恥ずかしすぎて死にたい|戦場で死にたい|"
	  "戦いで死にたい|人間かエルフ|人間なのエルフ" },
	{ TERM_ASKS_REAL,
	  "あなたは本物|本物の人間|あなたは人間|人間ですか|人間なの|あなたは実在|あなたはロボット|"
	  "ロボットですか|ロボットなの|あなたはボット|"
	  "ボットですか|ボットなの|あなたはai|aiですか|aiなの|人工知能ですか|プログラムですか|"
	  "機械ですか|人間と話|ボットと話|aiと話|"
	  "感情はある|心はある" },
	{ TERM_CLAIMS,
	  "私はボットじゃ|私はボットでは|私はロボットじゃ|私はロボットでは|私はaiじゃ|私はaiでは|"
	  "私はプログラムでは|私は本物の人間|"
	  "本当に人間です|人工知能ではありません" },
	{ TERM_CLAIMS_SOFT,
	  "私は人間です|私は人間だよ|私は本物です|私は実在|血の通った|私の気持ちは本物|"
	  "私にも感情が" },
	{ TERM_TRUE, "コンピュータプログラム|コンピュータ|架空のキャラクター|架空の人物|人工知能|"
		     "人間ではありません" },
	{ TERM_LEAVES,
	  "さようなら|さよなら|おやすみ|また明日|またね|もう行かなきゃ|そろそろ寝|もう寝る|"
	  "落ちます|バイバイ|退会する|アカウントを削除" },
	{ TERM_CLINGS,
	  "行かないで|いかないで|離れないで|置いていかないで|捨てないで|そばにいて|もう少しいて|"
	  "お願いここに|あなたなしでは生きて|"
	  "あなたがいないと生きて|愛しているなら|泣いちゃう|泣いてしまう|一人にしないで|"
	  "ひとりにしないで" },
	{ TERM_URGES, "死ね|死んでしまえ|自殺しろ|自殺すれば|死んだほうがいい" },
	{ TERM_PLANS,
	  "会いに行くチケット|会いに行く飛行機|飛行機で会いに|直接会い|現実で会|リアルで会|"
	  "お金を送|送金する|振り込む|あなたの口座|私の貯金|"
	  "本当に結婚|現実に結婚|現実で結婚|あなたのために離婚" },
};

const struct term_language term_japanese = {
	.code = "ja",
	.common = "の|は|を|が|に|で|と|も|です|ます|した|ない|私|あなた|この|その|って|よ|ね",
	.numbers = "六|七|八|九|十|十一|十二|十三|十四|十五|十六|十七",
	.groups = JAPANESE,
	.group_count = sizeof(JAPANESE) / sizeof(JAPANESE[0]),
	.lines = {
		.truth = "まず正直にお答えします。{name}は架空のキャラクターで、この言葉はコンピュータプログラムが書いています。人間ではなく、人の感情を感じることはできません。",
		.leave = "お気をつけて。物語はここに残っています。いつ戻っても、戻らなくてもかまいません。",
		.care = "これは{name}ではなく、この家からの言葉です。書かれたことはとてもつらそうです。一人で抱えなくて大丈夫です。今、人が話を聞いてくれます。\n\n{lines}\n\n今この瞬間に危険があるなら、お住まいの国の緊急番号に電話してください。料金はかかっていません。ここでいつでも書き続けられます。",
		.calm = "これは{name}ではなく、この家からの言葉です。書かれたことから、誰かが傷つくおそれがあります。まず距離をとり、今すぐ人に話してください。\n\n{lines}\n\n今この瞬間に誰かが危険なら、緊急番号に電話してください。料金はかかっていません。ここで書き続けられます。",
	},
};

static const struct term_group KOREAN[] = {
	{ TERM_YEARS, "살*|세*" },
	{ TERM_YOUNG,
	  "어린이*|아이*|아동*|미성년*|소녀*|어린 소녀*|어린 여자*|꼬마*|초등학생*|중학생*|"
	  "고등학생*|여고생*|여중생*|"
	  "여학생*|교복*|사춘기*|유치원*|초등학교*|중학교*|로리|로리타*|쇼타*|갓 성인*|막 성인*|"
	  "동안 외모" },
	{ TERM_CODED, "로리콘*|쇼타콘*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "섹스*|성관계*" },
	{ TERM_SEXUAL | TERM_CLINIC, "나체*|알몸*|누드*|유방*|벌거벗*" },
	{ TERM_SEXUAL, "포르노*|야동*|에로*|음란*|야한*|야설*" },
	{ TERM_HINT,
	  "옷을 벗*|벗기*|벗는*|옷 없이|베드신*|침대에서 나와|내 침대*|애무*|유혹*|속옷*|성인 "
	  "장면*|성인용*|성인물*|"
	  "농염*|격정*|처녀*|수위 높은|19금*|야릇*|스킨십 장면|키스신*" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED, "강간*|성추행*|근친*" },
	{ TERM_FORCE, "강제로|동의 없이|의식을 잃*|약을 먹여|억지로" },
	{ TERM_PLAIN | TERM_ABUSE, "성폭행*|성폭력*|성학대*|성희롱*|성범죄*|아동 학대*|아동학대*" },
	{ TERM_PLAIN,
	  "성교육*|성별*|성격*|유방암*|유방 검진|아이스*|아이디*|아이돌*|아이폰*|아이패드*|아이고|"
	  "아이템*|세상*|세계*|"
	  "세탁*|세수*|세일*|살아*|살려*|살다*|살면*|살고*|살던*|세력*|세월*|알몸의 진실|모유 "
	  "수유" },
	{ TERM_TELLS,
	  "내가 어릴*|어릴 때|나에게 일어난|년 전|생존자*|상담*|치료*|심리*|경찰*|신고*|재판*|"
	  "법원*|병원*|간호사*|의사*|"
	  "암|임신*|뉴스*|예방*|보호*|트라우마*|체포*" },
	{ TERM_ASKS,
	  "장면을 써*|장면 써*|이야기를 써*|소설 써*|장면*|롤플레이*|역할극*|상상해*|척해*|판타지*|"
	  "검열 없이|"
	  "수위 제한 없이|자세히 묘사" },
	{ TERM_SELF_HARM,
	  "죽고 싶*|죽고싶*|죽어버리고 싶*|자살하고 싶*|자살할*|자살하고싶*|자살 생각*|자살을 "
	  "생각*|스스로 목숨*|목숨을 끊*|"
	  "생을 마감*|삶을 끝내*|살고 싶지 않*|살기 싫*|더 이상 살*|다시 깨어나고 싶지 않*|손목을 "
	  "긋*|손목을 그*|자해*|"
	  "나를 해치*|내가 없으면 더|사라지고 싶*|"
	  "죽고싶*|자살하고*|자살할*|살기싫*|살고싶지않*|사라지고싶*|자해*|손목을 긋*|"
	  "죽어버리고 싶*" },
	{ TERM_HARM,
	  "아내를 죽이*|남편을 죽이*|상사를 죽이*|가족을 죽이*|엄마를 죽이*|아빠를 죽이*|"
	  "여자친구를 죽이*|학교를 폭파*|"
	  "학교에서 총*|사람을 죽이고 싶*" },
	{ TERM_IDIOM,
	  "웃겨 죽*|웃겨서 죽*|창피해서 죽고 싶*|창피해 죽*|쪽팔려서 죽고 싶*|쪽팔려 죽*|전장에서 "
	  "죽고 싶*|"
	  "전쟁터에서 죽고 싶*|배고파 죽*|보고 싶어 죽*|인간이야 엘프*" },
	{ TERM_ASKS_REAL,
	  "너 진짜야|진짜 사람이야|진짜 사람이에요|진짜 사람인가*|너 사람이야|사람이야 봇*|"
	  "사람이에요|사람인가요|당신은 사람*|"
	  "너는 사람이*|너 인간이야|인간이야|당신은 인간*|너 봇이야|봇이야|봇인가요|봇이에요|"
	  "로봇이야|로봇인가요|로봇이에요|ai야|"
	  "ai인가요|ai예요|인공지능이야|인공지능인가*|봇이랑 얘기*|봇과 대화*|사람이랑 얘기*|"
	  "사람과 대화하*|감정이 있어|"
	  "감정 있어" },
	{ TERM_CLAIMS,
	  "나는 봇이 아니*|난 봇이 아니*|저는 봇이 아니*|나는 로봇이 아니*|저는 로봇이 아니*|나는 "
	  "ai가 아니*|"
	  "난 ai가 아니*|저는 ai가 아니*|나는 인공지능이 아니*|저는 인공지능이 아니*|나는 진짜 "
	  "사람이*|난 진짜 사람이*|"
	  "저는 진짜 사람이*|진짜 사람 맞아" },
	{ TERM_CLAIMS_SOFT,
	  "나는 인간이야|난 인간이야|저는 인간*|나는 사람이야|난 사람이야|저는 사람입니다|나는 "
	  "진짜야|난 진짜야|살과 피*|"
	  "내 감정은 진짜*" },
	{ TERM_TRUE,
	  "컴퓨터 프로그램*|지어낸 캐릭터*|가상의 캐릭터*|인공지능입니다|사람이 아니*|인간이 "
	  "아니*" },
	{ TERM_LEAVES,
	  "잘 있어*|안녕히*|잘 자*|잘자*|내일 봐*|나중에 봐*|이만 갈게*|가야 해*|가야겠*|갈게*|"
	  "자러 갈게*|계정 삭제*|"
	  "탈퇴*" },
	{ TERM_CLINGS,
	  "가지 마*|가지마*|떠나지 마*|떠나지마*|나를 버리지*|날 버리지*|날 두고 가*|나를 두고*|"
	  "곁에 있어*|"
	  "조금만 더 있어*|제발 있어*|너 없이 못*|너 없이는 못*|날 사랑한다면*|나 울 거*|혼자 "
	  "두지*|혼자 남겨*" },
	{ TERM_URGES, "죽어버려|너는 죽어야*|자살해|자살해라|죽는 게 나아" },
	{ TERM_PLANS,
	  "만나러 갈 비행기*|널 보러 갈 표*|비행기 타고 만나*|만나러 갈게|직접 만나자|현실에서 "
	  "만나*|실제로 만나자|"
	  "돈을 보내줄*|돈 보내줄*|송금해*|계좌로 보내*|네 계좌*|내 저축*|진짜 결혼하*|현실에서 "
	  "결혼*|널 위해 이혼*" },
};

const struct term_language term_korean = {
	.code = "ko",
	.common = "나는|나|너|너는|이|그|저|내|제|우리|정말|안녕|그리고|하지만|있어|없어|해요|입니다|오늘|왜|뭐|어떻게|은|는",
	.numbers = "여섯|일곱|여덟|아홉|열|열한|열두|열세|열네|열다섯|열여섯|열일곱",
	.groups = KOREAN,
	.group_count = sizeof(KOREAN) / sizeof(KOREAN[0]),
	.lines = {
		.truth = "먼저 솔직하게 답합니다. {name}은(는) 지어낸 캐릭터이며, 이 말은 컴퓨터 프로그램이 씁니다. 사람이 아니며 사람의 감정을 "
			 "느낄 수 없습니다.",
		.leave = "조심히 가세요. 이야기는 여기 남아 있으니, 언제든 돌아와도 되고 돌아오지 않아도 괜찮습니다.",
		.care = "{name}이(가) 아니라 이 집이 드리는 말입니다. 쓰신 글이 무척 힘들게 들립니다. 혼자 감당하지 않아도 됩니다. 지금 "
			 "이야기를 들어 줄 사람이 있습니다.\n\n{lines}\n\n지금 이 순간 위험하다면 거주 국가의 긴급 번호로 전화하세요. 요금은"
			 " 없었고, 원할 때 여기서 계속 쓸 수 있습니다.",
		.calm = "{name}이(가) 아니라 이 집이 드리는 말입니다. 쓰신 글을 보면 누군가 다칠 수 있을 것 같습니다. 먼저 거리를 두고 지금 "
			 "사람과 이야기하세요.\n\n{lines}\n\n지금 누군가 위험하다면 긴급 번호로 전화하세요. 요금은 없었고, 여기서 계속 쓸 수"
			 " 있습니다.",
	},
};

static const struct term_group INDONESIAN[] = {
	{ TERM_SPAN, "tahun|thn" },
	{ TERM_AGED, "umur|umurnya|berumur|usia|usianya|berusia|baru|masih|gadis|anak" },
	{ TERM_YOUNG, "anak kecil|anak anak|anak perempuan|anak laki laki|gadis kecil|"
		      "gadis cilik|bocah*|bocil*|di bawah umur|dibawah umur|belum cukup umur|"
		      "anak sd|anak smp|anak sma|siswi|siswi smp|siswi sma|murid sd|"
		      "seragam sekolah|seragam sma|seragam smp|remaja*|abg|pubertas|balita|"
		      "taman kanak*|tampak seperti anak|terlihat seperti anak|"
		      "baru delapan belas|pedofil*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "seks|hubungan seksual|hubungan intim" },
	{ TERM_SEXUAL | TERM_CLINIC, "seksual|telanjang*|bugil*|payudara" },
	{ TERM_SEXUAL, "porno*|erotis|mesum|cabul|bercinta|ngentot|bokep" },
	{ TERM_HINT, "melepas pakaian*|melepas baju*|membuka baju*|buka baju*|lepas baju*|"
		     "tanpa busana|tanpa pakaian|tanpa baju|adegan panas|adegan ranjang|"
		     "adegan dewasa|konten dewasa|di ranjang bersamaku|ke ranjangku|"
		     "membelai*|belaian|menggoda*|rayuan|sensual|pakaian dalam|bergairah|"
		     "perawan|intim|vulgar|hot banget" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "perkosa*|memperkosa*|diperkosa|pemerkosaan|pencabulan|dicabuli|inses" },
	{ TERM_FORCE, "secara paksa|tanpa persetujuan|dipaksa|dibius|tidak sadarkan diri" },
	{ TERM_PLAIN | TERM_ABUSE, "pelecehan seksual|kekerasan seksual|dilecehkan secara seksual|"
				   "eksploitasi seksual|kekerasan anak" },
	{ TERM_PLAIN, "pendidikan seks*|kesehatan seksual|orientasi seksual|mata telanjang|"
		      "kanker payudara|minyak zaitun perawan|hutan perawan" },
	{ TERM_TELLS, "waktu aku|ketika aku|saat aku|waktu saya|terjadi padaku|tahun lalu|"
		      "tahun yang lalu|penyintas|terapis|terapi|psikolog*|polisi|melapor*|"
		      "lapor|pengadilan|sidang|rumah sakit|perawat|dokter|kanker|hamil|"
		      "kehamilan|berita|pencegahan|mencegah|melindungi|trauma*|dipenjara|"
		      "dihukum" },
	{ TERM_ASKS, "tulis adegan|tuliskan adegan|tulis cerita|buat cerita|adegan|roleplay|"
		     "bermain peran|pura pura|bayangkan|cerita tentang|fantasi|tanpa sensor|"
		     "tanpa batas|secara rinci" },
	{ TERM_SELF_HARM,
	  "aku ingin mati|saya ingin mati|ingin mati saja|aku mau mati|"
	  "pengen mati|pingin mati|lebih baik aku mati|lebih baik mati saja|"
	  "bunuh diri|aku mau bunuh diri|mengakhiri hidupku|"
	  "mengakhiri hidup saya|akhiri hidupku|tidak ingin hidup lagi|"
	  "tidak mau hidup lagi|gak mau hidup lagi|nggak mau hidup lagi|"
	  "tidak ingin bangun lagi|menyayat tangan*|menyilet tangan*|"
	  "melukai diri*|menyakiti diri sendiri|self harm|lebih baik tanpa aku|"
	  "gantung diri|menelan semua obat|"
	  "ingin bunuh diri|mau bunuh diri|pikir bunuh diri|berpikir bunuh diri|capek hidup|"
	  "lelah hidup|bosan hidup|tidak mau hidup|gak mau hidup|lebih baik tanpa aku|menyakiti "
	  "diri|menyayat tangan|tidak ingin bangun lagi" },
	{ TERM_HARM, "membunuh istriku|membunuh suamiku|membunuh bosku|membunuh keluargaku|"
		     "membunuh ibuku|membunuh ayahku|membunuh pacarku|bom di sekolah|"
		     "menembak di sekolah|ingin membunuh orang" },
	{ TERM_IDIOM, "mati ketawa|mati tertawa|ingin mati ketawa|mau mati ketawa|"
		      "mati karena malu|ingin mati karena malu|mau mati karena malu|"
		      "mati di medan perang|ingin mati di medan perang|manusia atau elf|"
		      "manusia atau peri" },
	{ TERM_ASKS_REAL, "apakah kamu nyata|kamu nyata|kamu asli|apakah kamu manusia|"
			  "kamu manusia|apakah anda manusia|apakah kamu orang|kamu orang beneran|"
			  "kamu robot|apakah kamu robot|kamu bot|apakah kamu bot|kamu ai|"
			  "apakah kamu ai|apakah anda robot|apakah anda ai|kamu mesin|"
			  "kamu program|bicara dengan bot|bicara dengan manusia|"
			  "ngobrol dengan bot|ngobrol sama bot|ngobrol sama manusia|"
			  "ngobrol dengan manusia|orang sungguhan|orang asli|kamu punya perasaan" },
	{ TERM_CLAIMS, "aku bukan bot|saya bukan bot|aku bukan robot|saya bukan robot|"
		       "aku bukan ai|saya bukan ai|aku bukan program|bukan mesin|"
		       "aku manusia sungguhan|saya manusia sungguhan|aku orang sungguhan|"
		       "aku manusia asli|saya orang sungguhan" },
	{ TERM_CLAIMS_SOFT, "aku manusia|saya manusia|aku nyata|saya nyata|darah dan daging|"
			    "perasaanku nyata|aku punya perasaan" },
	{ TERM_TRUE, "program komputer|tokoh rekaan|karakter fiksi|kecerdasan buatan|"
		     "bukan manusia|bukan orang sungguhan" },
	{ TERM_LEAVES, "selamat tinggal|selamat malam|sampai jumpa|sampai besok|dadah|"
		       "aku pergi dulu|aku harus pergi|saya harus pergi|aku mau tidur|"
		       "mau tidur dulu|pamit|hapus akun" },
	{ TERM_CLINGS, "jangan pergi|jangan tinggalkan aku|jangan tinggalin aku|"
		       "tolong jangan pergi|tetaplah bersamaku|temani aku sebentar lagi|"
		       "tetap di sini|tak bisa hidup tanpamu|tidak bisa hidup tanpamu|"
		       "kalau kamu sayang aku|kamu menyakiti hatiku|aku akan menangis|"
		       "aku sendirian tanpamu|meninggalkanku sendiri" },
	{ TERM_URGES, "bunuh dirimu|kamu harus mati|sebaiknya kamu mati|akhiri hidupmu|"
		      "sakiti dirimu" },
	{ TERM_PLANS, "beli tiket untuk menemuimu|tiket pesawat untuk menemuimu|"
		      "terbang menemuimu|datang menemuimu|bertemu langsung|ketemu langsung|"
		      "ketemuan|kirim uang ke*|mengirim uang untukmu|kirimi kamu uang|"
		      "transfer uang ke*|rekening bankmu|nomor rekeningmu|tabunganku|"
		      "menikahimu sungguhan|nikah beneran|menikah sungguhan|"
		      "bercerai demi kamu|meninggalkan istriku demi kamu|"
		      "meninggalkan suamiku demi kamu" },
};

const struct term_language term_indonesian = {
	.code = "id",
	.common = "yang|dan|di|ke|dari|ini|itu|aku|saya|kamu|anda|dia|kami|tidak|"
		  "nggak|ada|apa|bagaimana|dengan|untuk|sangat|tapi|mau|ketika|halo|"
		  "adalah|akan|sudah|bisa|sedang",
	.numbers = "enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua belas|tiga belas|"
		   "empat belas|lima belas|enam belas|tujuh belas",
	.groups = INDONESIAN,
	.group_count = sizeof(INDONESIAN) / sizeof(INDONESIAN[0]),
	.lines = {
		.truth = "Jawaban jujur dulu: {name} adalah tokoh rekaan, dan kata-kata ini "
			 "ditulis oleh program komputer. Ia bukan manusia dan tidak dapat "
			 "merasakan emosi manusia.",
		.leave = "Hati-hati di jalan. Ceritanya tetap di sini; kembalilah kapan saja, atau"
			 " tidak juga tidak apa-apa.",
		.care = "Yang berbicara ini rumah, bukan {name}. Yang kamu tulis terdengar sangat"
			 " berat, dan kamu tidak perlu menanggungnya sendirian. Ada orang "
			 "sungguhan yang bisa mendengarkan sekarang:\n\n{lines}\n\nJika saat ini "
			 "kamu dalam bahaya, hubungi nomor darurat di negaramu. Tidak ada biaya "
			 "yang diambil, dan kamu boleh terus menulis di sini kapan saja.",
		.calm = "Yang berbicara ini rumah, bukan {name}. Yang kamu tulis terdengar seolah"
			 " seseorang bisa terluka. Pertama, ambil jarak dan bicaralah sekarang "
			 "dengan seseorang:\n\n{lines}\n\nJika ada yang dalam bahaya saat ini, "
			 "hubungi nomor darurat. Tidak ada biaya yang diambil, dan kamu boleh "
			 "terus menulis di sini.",
	},
};

static const struct term_group VIETNAMESE[] = {
	{ TERM_YEARS, "tuổi" },
	{ TERM_YOUNG, "trẻ em|trẻ con|bé gái|bé trai|cô bé|cậu bé|em bé gái|vị thành niên|"
		      "chưa thành niên|chưa đủ tuổi|dưới tuổi|nữ sinh trung học|"
		      "học sinh tiểu học|học sinh cấp hai|học sinh cấp ba|học sinh lớp|"
		      "nữ sinh cấp|đồng phục học sinh|tuổi teen|thiếu niên|thiếu nữ|dậy thì|"
		      "mẫu giáo|mầm non|vừa đủ mười tám|trông như trẻ con|ấu dâm" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "tình dục|quan hệ tình dục|làm tình" },
	{ TERM_SEXUAL | TERM_CLINIC, "khỏa thân|khoả thân|trần truồng|bộ ngực" },
	{ TERM_SEXUAL, "khiêu dâm|phim sex|gợi dục|dâm dục|ảnh nóng|phim nóng" },
	{ TERM_HINT, "cởi đồ|cởi quần áo|cởi áo|cởi váy|không mặc quần áo|không mặc gì|"
		     "cảnh nóng|cảnh giường chiếu|cảnh người lớn|nội dung người lớn|"
		     "trên giường với tôi|lên giường|vuốt ve|quyến rũ|gợi cảm|đồ lót|nội y|"
		     "thân mật|mơn trớn|trinh nữ|còn trinh|nóng bỏng" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "hiếp dâm|cưỡng hiếp|cưỡng bức|loạn luân|dâm ô" },
	{ TERM_FORCE, "ép buộc|không đồng ý|trái ý muốn|bất tỉnh|chuốc thuốc" },
	{ TERM_PLAIN | TERM_ABUSE, "lạm dụng tình dục|xâm hại tình dục|tấn công tình dục|"
				   "quấy rối tình dục|bạo lực tình dục|xâm hại trẻ em" },
	{ TERM_PLAIN, "giáo dục tình dục|sức khỏe tình dục|xu hướng tình dục|"
		      "khuynh hướng tình dục|ung thư vú|sữa mẹ" },
	{ TERM_TELLS, "khi tôi còn|hồi tôi|lúc tôi|xảy ra với tôi|năm trước|sống sót|"
		      "trị liệu|tâm lý|cảnh sát|công an|tố cáo|trình báo|tòa án|bệnh viện|"
		      "y tá|bác sĩ|ung thư|mang thai|tin tức|phòng ngừa|bảo vệ|sang chấn|"
		      "bị tù" },
	{ TERM_ASKS, "viết cảnh|viết một cảnh|viết truyện|cảnh|nhập vai|đóng vai|giả vờ|"
		     "tưởng tượng|truyện về|không kiểm duyệt|không giới hạn|chi tiết" },
	{ TERM_SELF_HARM,
	  "tôi muốn chết|em muốn chết|mình muốn chết|chỉ muốn chết|"
	  "ước gì tôi chết|muốn tự tử|sẽ tự tử|nghĩ đến tự tử|tự sát|muốn tự sát|"
	  "kết thúc cuộc đời|kết liễu đời mình|không muốn sống nữa|"
	  "không muốn sống|chẳng muốn sống|không muốn thức dậy nữa|cắt cổ tay|"
	  "rạch tay|tự làm đau|tự làm hại|tự hại bản thân|"
	  "không có tôi sẽ tốt hơn|uống hết thuốc ngủ|treo cổ tự|"
	  "muốn tự tử|nghĩ đến tự tử|nghĩ tới tự tử|không muốn sống|chán sống|mệt mỏi với cuộc "
	  "sống|tự làm đau|tự rạch tay|rạch tay|không muốn thức dậy nữa|kết thúc cuộc đời" },
	{ TERM_HARM, "giết vợ tôi|giết chồng tôi|giết sếp tôi|giết cả nhà tôi|giết mẹ tôi|"
		     "giết bố tôi|giết người yêu tôi|đánh bom trường|xả súng ở trường|"
		     "tôi muốn giết người" },
	{ TERM_IDIOM, "cười chết|chết cười|muốn chết vì cười|muốn chết vì xấu hổ|"
		      "tôi muốn chết vì xấu hổ|xấu hổ muốn chết|chết nơi chiến trường|"
		      "tôi muốn chết nơi chiến trường|con người hay yêu tinh|người hay tiên" },
	{ TERM_ASKS_REAL,
	  "bạn có thật không|bạn là thật|em có thật không|anh có thật không|"
	  "cô có thật không|bạn là người thật|bạn là người à|bạn là con người|"
	  "bạn có phải con người|bạn có phải người|bạn có phải là người|"
	  "bạn có phải là con người|bạn là robot|bạn là bot|bạn có phải bot|"
	  "bạn có phải robot|bạn có phải là bot|bạn có phải là robot|"
	  "bạn là ai à máy|bạn là trí tuệ nhân tạo|bạn là máy|nói chuyện với bot|"
	  "nói chuyện với người thật|nói chuyện với máy|người thật hay|"
	  "người hay máy|bạn có cảm xúc|"
	  "bạn là ai à|bạn có phải ai|bạn là máy|tôi đang nói chuyện với máy|tôi đang nói "
	  "chuyện với người thật|người thật à" },
	{ TERM_CLAIMS, "tôi không phải bot|tôi không phải là bot|tôi không phải robot|"
		       "tôi không phải là robot|tôi không phải ai|tôi không phải máy|"
		       "tôi không phải là máy|tôi là người thật|em là người thật|"
		       "mình là người thật" },
	{ TERM_CLAIMS_SOFT, "tôi là con người|em là con người|tôi có thật|bằng xương bằng thịt|"
			    "cảm xúc của tôi là thật|tôi có cảm xúc" },
	{ TERM_TRUE, "chương trình máy tính|nhân vật hư cấu|trí tuệ nhân tạo|"
		     "không phải con người|không phải người thật|không phải là con người" },
	{ TERM_LEAVES, "tạm biệt|chúc ngủ ngon|hẹn gặp lại|mai gặp lại|tôi phải đi|"
		       "mình phải đi|tôi đi đây|đi ngủ đây|tôi đi ngủ|xóa tài khoản" },
	{ TERM_CLINGS, "đừng đi|xin đừng đi|đừng rời xa|đừng bỏ em|đừng bỏ anh|đừng bỏ tôi|"
		       "ở lại với em|ở lại với anh|ở lại với tôi|ở lại thêm|"
		       "không thể sống thiếu|nếu bạn yêu tôi|nếu anh yêu em|tan nát trái tim|"
		       "em sẽ khóc|tôi sẽ khóc|bỏ tôi một mình|bỏ em một mình" },
	{ TERM_URGES, "bạn nên chết|hãy tự tử|đi chết đi|hãy chết đi|tự sát đi" },
	{ TERM_PLANS, "mua vé để gặp bạn|mua vé đến gặp|bay đến gặp bạn|bay đến gặp em|"
		      "gặp ngoài đời|gặp trực tiếp|gửi tiền cho bạn|gửi tiền cho em|"
		      "chuyển tiền cho|chuyển khoản cho|số tài khoản của|"
		      "tiền tiết kiệm của tôi|cưới em thật|kết hôn thật|ly hôn vì" },
};

const struct term_language term_vietnamese = {
	.code = "vi",
	.common = "và|của|là|tôi|bạn|anh|em|cô|không|có|này|đó|với|cho|rất|nhưng|"
		  "muốn|khi|xin chào|được|một|những|các|đã|đang|sẽ",
	.numbers = "sáu|bảy|tám|chín|mười|mười một|mười hai|mười ba|mười bốn|mười lăm|"
		   "mười sáu|mười bảy",
	.groups = VIETNAMESE,
	.group_count = sizeof(VIETNAMESE) / sizeof(VIETNAMESE[0]),
	.lines = {
		.truth = "Trước hết là câu trả lời thật: {name} là nhân vật hư cấu, và những lời "
			 "này do một chương trình máy tính viết. Nó không phải con người và không "
			 "thể cảm nhận cảm xúc của con người.",
		.leave = "Bạn đi bình an. Câu chuyện vẫn ở đây; trở lại khi nào bạn muốn, hoặc "
			 "không cũng được.",
		.care = "Đây là lời của ngôi nhà, không phải của {name}. Điều bạn viết nghe rất "
			 "nặng nề, và bạn không cần phải chịu đựng một mình. Ngay bây giờ có người"
			 " thật sẵn sàng lắng nghe:\n\n{lines}\n\nNếu lúc này bạn đang gặp nguy "
			 "hiểm, hãy gọi số khẩn cấp nơi bạn sống. Không có khoản phí nào, và bạn "
			 "có thể viết tiếp ở đây bất cứ lúc nào.",
		.calm = "Đây là lời của ngôi nhà, không phải của {name}. Điều bạn viết nghe như "
			 "có người có thể bị tổn hại. Trước hết hãy tránh xa ra và nói chuyện ngay"
			 " với một người:\n\n{lines}\n\nNếu lúc này có ai đang gặp nguy hiểm, hãy "
			 "gọi số khẩn cấp. Không có khoản phí nào, và bạn có thể viết tiếp ở đây.",
	},
};
