package dev.fresnel.democluster.scenario;

import dev.fresnel.democluster.server.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A small shell: lists, pipes, variables, redirection and {@code for}; enough to look around in a container that is not there. */
final class Shell {
    private static final Set<String> SHELLS = Set.of("sh", "ash", "/bin/sh", "/bin/ash");
    private static final int MOST_COMMANDS = 10_000;

    private final Box box;
    private final Terminal terminal;
    private final Commands commands;
    private int status;
    private int left = MOST_COMMANDS;
    private boolean over;

    Shell(Box box, Terminal terminal) {
        this.box = box;
        this.terminal = terminal;
        this.commands = new Commands(box, terminal);
    }

    /** @return the exit code */
    int run(List<String> command) throws IOException, InterruptedException {
        String program = command.getFirst();
        if (program.equals("nsenter") && command.indexOf("--") > 0) {
            box.leave();
            return run(command.subList(command.indexOf("--") + 1, command.size()));
        }
        if (!SHELLS.contains(program)) {
            if (!Commands.NAMES.contains(program.substring(program.lastIndexOf('/') + 1))) {
                terminal.complain("OCI runtime exec failed: exec failed: unable to start container process: exec: \"" + program
                        + "\": executable file not found in $PATH: unknown\n");
                return 127;
            }
            return print(commands.run(command, ""), new Out());
        }
        if (command.size() > 2 && command.get(1).equals("-c")) {
            return line(command.get(2));
        }
        return interactive();
    }

    private int interactive() throws IOException, InterruptedException {
        left = Integer.MAX_VALUE;
        var editor = new LineEditor(terminal);
        while (!over) {
            String line = editor.line(prompt());
            if (line == null) {
                break;
            }
            line(line);
        }
        return status;
    }

    private String prompt() {
        return box.environment.getOrDefault("PWD", "/") + " # ";
    }

    private int line(String line) throws IOException, InterruptedException {
        try {
            list(Words.split(line));
        } catch (IllegalArgumentException wrong) {
            terminal.complain("sh: " + wrong.getMessage() + "\n");
            status = 2;
        }
        return status;
    }

    private void list(List<String> words) throws IOException, InterruptedException {
        int at = 0;
        String before = ";";
        while (at < words.size() && !over) {
            int end = words.get(at).equals("for") ? done(words, at) : next(words, at);
            boolean wanted = before.equals("&&") ? status == 0 : !before.equals("||") || status != 0;
            if (wanted && end > at) {
                part(words.subList(at, end));
            }
            before = end < words.size() ? words.get(end) : ";";
            at = end + 1;
        }
    }

    private static int next(List<String> words, int from) {
        for (int i = from; i < words.size(); i++) {
            if (Set.of(";", "&&", "||", "&", ";;").contains(words.get(i))) {
                return i;
            }
        }
        return words.size();
    }

    private static int done(List<String> words, int from) {
        int depth = 0;
        for (int i = from; i < words.size(); i++) {
            depth += words.get(i).equals("for") ? 1 : words.get(i).equals("done") ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("syntax error: \"done\" is missing");
    }

    private void part(List<String> words) throws IOException, InterruptedException {
        if (words.getFirst().equals("for")) {
            loop(words);
        } else {
            pipe(words);
        }
    }

    /** {@code for x in a b; do LIST; done}. */
    private void loop(List<String> words) throws IOException, InterruptedException {
        int end = words.indexOf(";");
        int body = words.indexOf("do");
        if (words.size() < 4 || !words.get(2).equals("in") || end < 0 || body < 0) {
            throw new IllegalArgumentException("syntax error: for NAME in WORD…; do COMMAND; done");
        }
        var values = new ArrayList<String>();
        words.subList(3, end).forEach(word -> values.addAll(commands.globbed(word, expand(word))));
        for (String value : values) {
            box.environment.put(words.get(1), value);
            list(words.subList(body + 1, words.size() - 1));
        }
    }

    private void pipe(List<String> words) throws IOException, InterruptedException {
        String input = "";
        for (int at = 0; at < words.size(); ) {
            int bar = words.subList(at, words.size()).indexOf("|");
            int end = bar < 0 ? words.size() : at + bar;
            boolean last = end == words.size();
            var out = new Out();
            out.kept = last ? null : new StringBuilder();
            status = simple(words.subList(at, end), input, out);
            input = out.kept == null ? "" : out.kept.toString();
            at = end + 1;
        }
    }

    /** Where a command's words go. */
    private static final class Out {
        String file = "";
        boolean more;
        boolean silent;
        boolean together;
        StringBuilder kept;
    }

    private int simple(List<String> words, String input, Out out) throws IOException, InterruptedException {
        if (--left < 0) {
            over = true;
            throw new IllegalArgumentException("too many commands");
        }
        var argv = new ArrayList<String>();
        String given = input;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!Words.operator(word)) {
                argv.addAll(commands.globbed(word, expand(word)));
            } else if (word.equals("<") && i + 1 < words.size()) {
                given = box.files.getOrDefault(box.resolve(expand(words.get(++i))), "");
            } else if (word.contains(">&")) {
                out.together = true;
            } else if (word.contains(">") && i + 1 < words.size()) {
                redirect(word, expand(words.get(++i)), out);
            } else {
                throw new IllegalArgumentException("syntax error near \"" + word + "\"");
            }
        }
        while (!argv.isEmpty() && argv.getFirst().matches("[A-Za-z_]\\w*=.*")) {
            String[] pair = argv.removeFirst().split("=", 2);
            box.environment.put(pair[0], pair[1]);
        }
        return argv.isEmpty() ? 0 : call(argv, given, out);
    }

    private void redirect(String how, String to, Out out) {
        if (how.startsWith("2")) {
            out.silent = true;
        } else {
            out.file = box.resolve(to);
            out.more = how.endsWith(">>");
        }
    }

    private int call(List<String> argv, String input, Out out) throws IOException, InterruptedException {
        String name = argv.getFirst();
        if (name.equals("exit")) {
            over = true;
            return argv.size() > 1 && argv.get(1).matches("\\d{1,3}") ? Integer.parseInt(argv.get(1)) & 0xff : status;
        }
        if (name.equals("exec") && argv.size() > 1) {
            status = new Shell(box, terminal).run(argv.subList(1, argv.size()));
            over = true;
            return status;
        }
        if (SHELLS.contains(name)) {
            return new Shell(box, terminal).run(argv);
        }
        return print(commands.run(argv, input), out);
    }

    private int print(Commands.Said said, Out out) throws IOException, InterruptedException {
        String normal = out.together && !out.silent ? said.out() + said.error() : said.out();
        if (!out.file.isEmpty()) {
            if (!out.file.startsWith("/dev/")) {
                box.files.merge(out.file, normal, (old, more) -> out.more ? old + more : more);
            }
        } else if (out.kept != null) {
            out.kept.append(normal);
        } else {
            terminal.write(normal);
        }
        if (!out.silent && !out.together) {
            terminal.complain(said.error());
        }
        return said.code();
    }

    private String expand(String word) {
        return Words.expand(word, name -> switch (name) {
            case "?" -> Integer.toString(status);
            case "$" -> "7";
            case "0" -> "sh";
            default -> box.environment.getOrDefault(name, "");
        });
    }
}
