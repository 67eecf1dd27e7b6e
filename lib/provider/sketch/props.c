#include "lib/provider/sketch/paint.h"
void props_behind(struct sketch *sk) { (void)sk; }
void props_front(struct sketch *sk) { (void)sk; }
