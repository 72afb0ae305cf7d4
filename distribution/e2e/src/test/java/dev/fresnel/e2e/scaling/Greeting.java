package dev.fresnel.e2e.scaling;

import dev.fresnel.api.settings.Setting;
import dev.fresnel.api.settings.SettingsType;

/** What it says. */
@SettingsType(id = "greeting", title = "greeting")
record Greeting(@Setting(title = "greeting", value = "Hello", max = 20) String word) {}
