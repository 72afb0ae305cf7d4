package dev.fresnel.democluster.scenario;

import dev.fresnel.democluster.server.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The programs that containers of the demo cluster have. */
final class Commands {
    static final Set<String> NAMES = new TreeSet<>(List.of(
            "ash", "cat", "cd", "command", "date", "df", "echo", "env", "export", "false", "free", "grep", "head", "help", "hostname", "id", "ls", "mkdir",
            "nproc", "printenv", "ps", "pwd", "rm", "sh", "sleep", "sort", "tail", "touch", "true", "uname", "unset", "uptime", "wc", "which", "whoami"));

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Box box;
    private final Terminal terminal;

    Commands(Box box, Terminal terminal) {
        this.box = box;
        this.terminal = terminal;
    }

    /** What a program says, and its exit code. */
    record Said(String out, String error, int code) {
        static Said of(String out) {
            return new Said(out, "", 0);
        }
    }

    /** @param input of a pipe or a file; {@code ""} = what is typed */
    Said run(List<String> argv, String input) throws IOException, InterruptedException {
        String name = argv.getFirst().replaceAll("^(/usr)?(/local)?/bin/", "");
        List<String> words = argv.subList(1, argv.size());
        return switch (name) {
            case "true" -> Said.of("");
            case "false" -> new Said("", "", 1);
            case "echo" -> echo(words);
            case "pwd" -> Said.of(box.environment.get("PWD") + "\n");
            case "cd" -> enter(words.isEmpty() ? box.environment.get("HOME") : words.getFirst());
            case "env", "printenv", "export" -> variables(name, words);
            case "unset" -> {
                words.forEach(box.environment::remove);
                yield Said.of("");
            }
            case "sleep" -> sleep(words);
            case "touch", "mkdir", "rm" -> change(name, words);
            case "command", "which" -> which(words);
            case "ls" -> list(words);
            case "cat", "head", "tail", "grep", "wc", "sort" -> text(name, words, input);
            default -> about(name);
        };
    }

    private Said about(String name) {
        return switch (name) {
            case "hostname" -> Said.of(box.host + "\n");
            case "whoami" -> Said.of("root\n");
            case "id" -> Said.of("uid=0(root) gid=0(root) groups=0(root)\n");
            case "uname" -> Said.of("Linux " + box.host + " 6.12.40 x86_64 GNU/Linux\n");
            case "date" -> Said.of(DATE.format(Instant.now()) + "\n");
            case "uptime" -> Said.of(" " + DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC).format(Instant.now()) + " up 20 days,  load average: 0.42, 0.38, 0.31\n");
            case "nproc" -> Said.of("4\n");
            case "df" -> Said.of("Filesystem     1K-blocks     Used Available Use% Mounted on\noverlay         83873772 18239412  65634360  22% /\ntmpfs              65536        0     65536   0% /dev\n");
            case "free" -> Said.of("              total        used        free      shared  buff/cache   available\nMem:       16056320     4012544     7340032        1024     4703744    11730944\n");
            case "ps" -> Said.of("PID   USER     TIME  COMMAND\n    1 root      0:42 " + box.program + "\n    7 root      0:00 sh\n   12 root      0:00 ps\n");
            case "help" -> Said.of("This container is a picture of one: the demo cluster runs nothing. It knows\n  "
                    + NAMES.stream().filter(one -> !one.equals("help")).collect(Collectors.joining(" ")) + "\nand pipes, variables, > and for loops.\n");
            default -> new Said("", "sh: " + name + ": not found\n", 127);
        };
    }

    private static Said echo(List<String> words) {
        boolean bare = !words.isEmpty() && words.getFirst().equals("-n");
        boolean signs = !words.isEmpty() && words.getFirst().equals("-e");
        String text = String.join(" ", bare || signs ? words.subList(1, words.size()) : words);
        String shown = signs ? text.replace("\\n", "\n").replace("\\t", "\t").replace("\\033", "\u001b").replace("\\e", "\u001b").replace("\\a", "\u0007") : text;
        return Said.of(shown + (bare ? "" : "\n"));
    }

    private Said enter(String to) {
        String path = box.resolve(to);
        if (!box.isFolder(path)) {
            return new Said("", "sh: cd: can't cd to " + to + (box.files.containsKey(path) ? ": Not a directory" : ": No such file or directory") + "\n", 2);
        }
        box.environment.put("PWD", path);
        return Said.of("");
    }

    private Said variables(String name, List<String> words) {
        if (name.equals("export") && !words.isEmpty()) {
            words.stream().filter(word -> word.contains("=")).map(word -> word.split("=", 2)).forEach(pair -> box.environment.put(pair[0], pair[1]));
            return Said.of("");
        }
        if (name.equals("printenv") && !words.isEmpty()) {
            String value = box.environment.get(words.getFirst());
            return value == null ? new Said("", "", 1) : Said.of(value + "\n");
        }
        return Said.of(box.environment.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue() + "\n").collect(Collectors.joining()));
    }

    /** Ends early when somebody presses Ctrl+C. */
    private Said sleep(List<String> words) throws IOException, InterruptedException {
        if (words.isEmpty() || !words.getFirst().matches("\\d{1,6}(\\.\\d{1,3})?")) {
            return new Said("", "sleep: invalid time interval\n", 1);
        }
        long end = System.nanoTime() + (long) (Double.parseDouble(words.getFirst()) * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            int typed = terminal.read(Duration.ofNanos(Math.max(1_000_000, left)));
            if (typed == 3) {
                return new Said("^C\n", "", 130);
            }
            if (typed == -1) {
                Thread.sleep(Duration.ofNanos(left));
            }
        }
        return Said.of("");
    }

    private Said change(String name, List<String> words) {
        for (String word : words) {
            String path = box.resolve(word);
            if (word.startsWith("-")) {
                continue;
            }
            switch (name) {
                case "touch" -> box.files.putIfAbsent(path, "");
                case "mkdir" -> box.folder(path);
                default -> {
                    if (path.equals("/")) {
                        return new Said("", "rm: it is dangerous to operate recursively on '/'\n", 1);
                    }
                    if (!box.files.containsKey(path) && !box.isFolder(path)) {
                        return missing("rm", word);
                    }
                    box.remove(path);
                }
            }
        }
        return Said.of("");
    }

    private static Said which(List<String> words) {
        String name = words.isEmpty() ? "" : words.getLast();
        return NAMES.contains(name) ? Said.of("/bin/" + name + "\n") : new Said("", "", 127);
    }

    private static Said missing(String program, String word) {
        return new Said("", program + ": " + word + ": No such file or directory\n", 1);
    }

    private Said list(List<String> words) {
        boolean all = false;
        boolean lines = !terminal.tty();
        boolean details = false;
        var paths = new ArrayList<String>();
        for (String word : words) {
            if (word.startsWith("-")) {
                all |= word.contains("a") || word.contains("A");
                details |= word.contains("l");
                lines |= word.contains("1");
            } else {
                paths.add(word);
            }
        }
        var out = new StringBuilder();
        for (String word : paths.isEmpty() ? List.of(".") : paths) {
            String path = box.resolve(word);
            if (!box.files.containsKey(path) && !box.isFolder(path)) {
                return missing("ls", word);
            }
            out.append(paths.size() > 1 && box.isFolder(path) ? word + ":\n" : "");
            names(path, word, all, details, lines, out);
        }
        return Said.of(out.toString());
    }

    private void names(String path, String word, boolean all, boolean details, boolean lines, StringBuilder out) {
        boolean file = box.files.containsKey(path);
        List<String> names = file ? List.of(word) : box.inside(path).stream().filter(name -> all || !name.startsWith(".")).toList();
        for (String name : names) {
            boolean folder = name.endsWith("/");
            String bare = folder ? name.substring(0, name.length() - 1) : name;
            if (details) {
                String whole = file ? path : path.equals("/") ? "/" + bare : path + "/" + bare;
                out.append(folder ? "drwxr-xr-x" : "-rw-r--r--").append("    1 root     root     ")
                        .append(String.format(Locale.ROOT, "%8d Nov 21 12:00 ", folder ? 4096 : box.files.getOrDefault(whole, "").length()));
            }
            out.append(folder && terminal.tty() ? "\u001b[1;34m" + bare + "\u001b[m" : bare).append(details || lines ? "\n" : "  ");
        }
        if (!details && !lines && !names.isEmpty()) {
            out.append("\n");
        }
    }

    private Said text(String name, List<String> words, String input) throws IOException, InterruptedException {
        var rest = new ArrayList<String>();
        String flags = "";
        int count = 10;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.matches("-n?\\d+")) {
                count = Integer.parseInt(word.replaceAll("\\D", ""));
            } else if (word.equals("-n") && i + 1 < words.size() && words.get(i + 1).matches("\\d{1,6}")) {
                count = Integer.parseInt(words.get(++i));
            } else if (word.startsWith("-") && word.length() > 1) {
                flags += word;
            } else {
                rest.add(word);
            }
        }
        if (name.equals("grep") && rest.isEmpty()) {
            return new Said("", "usage: grep [-inv] PATTERN [FILE]…\n", 2);
        }
        String pattern = name.equals("grep") ? rest.removeFirst() : "";
        var read = new StringBuilder(rest.isEmpty() ? input : "");
        if (rest.isEmpty() && input.isEmpty()) {
            read.append(typed());
        }
        for (String word : rest) {
            String path = box.resolve(word);
            if (!box.files.containsKey(path)) {
                return box.isFolder(path) ? new Said("", name + ": read error: Is a directory\n", 1) : missing(name, word);
            }
            read.append(box.files.get(path));
        }
        return filtered(name, flags, count, pattern, read.toString());
    }

    private static Said filtered(String name, String flags, int count, String pattern, String text) {
        List<String> lines = text.lines().toList();
        return switch (name) {
            case "cat" -> Said.of(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
            case "head" -> joined(lines.stream().limit(count).toList());
            case "tail" -> joined(lines.subList(Math.max(0, lines.size() - count), lines.size()));
            case "sort" -> joined(lines.stream().sorted().toList());
            case "wc" -> Said.of(flags.contains("l") ? lines.size() + "\n" : lines.size() + " " + text.split("\\s+").length + " " + text.length() + "\n");
            default -> {
                Pattern wanted = Pattern.compile(Pattern.quote(pattern), flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0);
                List<String> found = lines.stream().filter(line -> wanted.matcher(line).find() != flags.contains("v")).toList();
                yield new Said(joined(found).out(), "", found.isEmpty() ? 1 : 0);
            }
        };
    }

    private static Said joined(List<String> lines) {
        return Said.of(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    /** What is typed until Ctrl+D; Ctrl+C gives it up. */
    private String typed() throws IOException, InterruptedException {
        var editor = new LineEditor(terminal);
        var text = new StringBuilder();
        for (String line = editor.line(""); line != null; line = editor.line("")) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    /** Names that a pattern with stars stands for; the word itself when there are none. */
    List<String> globbed(String raw, String word) {
        if (!raw.contains("*") || raw.contains("'") || raw.contains("\"")) {
            return List.of(word);
        }
        int slash = word.lastIndexOf('/');
        String folder = slash < 0 ? "" : word.substring(0, slash + 1);
        Pattern name = Pattern.compile(java.util.Arrays.stream(word.substring(slash + 1).split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        List<String> found = box.inside(box.resolve(folder.isEmpty() ? "." : folder)).stream().map(one -> one.replaceAll("/$", ""))
                .filter(one -> name.matcher(one).matches() && !one.startsWith(".")).map(one -> folder + one).toList();
        return found.isEmpty() ? List.of(word) : found;
    }
}
