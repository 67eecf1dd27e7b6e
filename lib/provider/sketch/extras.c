#include "lib/provider/sketch/paint.h"
void extras_behind(struct sketch *sk) { (void)sk; }
void extras_body(struct sketch *sk) { (void)sk; }
void extras_head(struct sketch *sk) { (void)sk; }
