#pragma once

// From now on, what is freed is written over with zeros first. Until then nothing is, so that a start costs what it
// did.
void kiosk_wipe_what_is_freed(void);
