package dev.fresnel.terminal;

import dev.fresnel.api.settings.Setting;
import dev.fresnel.api.settings.SettingsType;

/** How long terminals last, and what debug containers and node shells are made of. */
@SettingsType(id = "terminal", title = "settings.title")
public record TerminalSettings(
        @Setting(title = "settings.idle", help = "settings.idle.help", value = "60", min = 1, max = 1440) int idleMinutes,
        @Setting(title = "settings.longest", help = "settings.longest.help", value = "12", min = 1, max = 24) int longestHours,
        @Setting(title = "settings.debugImage", help = "settings.debugImage.help", value = "busybox:1.37") String debugImage,
        @Setting(title = "settings.nodeImage", help = "settings.nodeImage.help", value = "busybox:1.37") String nodeImage,
        @Setting(title = "settings.nodeNamespace", help = "settings.nodeNamespace.help", value = "default") String nodeNamespace,
        @Setting(title = "settings.nodeShells", help = "settings.nodeShells.help", value = "true") boolean nodeShells,
        @Setting(title = "settings.fileLimit", help = "settings.fileLimit.help", value = "2048", min = 1, max = 8191) int fileMegabytes) {}
