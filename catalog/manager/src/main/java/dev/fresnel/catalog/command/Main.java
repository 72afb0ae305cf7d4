package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Refusal;
import java.util.List;

/** {@code fresnel plugin …}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        System.exit(run(List.of(words), new Terminal(System.out, System.err, System.console() != null && System.console().isTerminal())));
    }

    static int run(List<String> words, Terminal terminal) {
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(Request.HELP);
            return 0;
        }
        try {
            Request request = Request.of(words, System.getenv());
            act(request, terminal);
            return 0;
        } catch (Failure failure) {
            terminal.clear();
            System.err.println("fresnel plugin: " + Terminal.clean(failure.line()));
            return failure.code();
        } catch (Refusal refusal) {
            terminal.clear();
            System.err.println("fresnel plugin: " + Terminal.clean(refusal.words()));
            return Failure.NOT_DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failure.NOT_DONE;
        }
    }

    private static void act(Request request, Terminal terminal) throws Refusal, InterruptedException {
        switch (request.command()) {
            case "doctor" -> new Doctor(request, terminal).examine();
            case "new" -> Beginning.make(request, terminal);
            case "dev" -> new Development(request, terminal).run();
            default -> {
                try (Shop shop = shop(request, terminal)) {
                    act(shop, request);
                }
            }
        }
    }

    private static Shop shop(Request request, Terminal terminal) throws Refusal {
        return request.folder().isPresent() ? new FolderShop(request.folder().get(), request, terminal) : new ServerShop(Server.of(request), request, terminal);
    }

    private static void act(Shop shop, Request request) throws Refusal, InterruptedException {
        switch (request.command()) {
            case "list" -> shop.list();
            case "search" -> shop.search(String.join(" ", request.words()));
            case "info" -> shop.info(request.only("the id of a plugin"));
            case "install" -> shop.install(request.words());
            case "update" -> shop.update(request.words());
            case "rollback" -> shop.rollback(request.only("the id of a plugin"));
            case "remove" -> shop.remove(request.words());
            case "pin" -> shop.pin(request.only("the id of a plugin"), true);
            case "unpin" -> shop.pin(request.only("the id of a plugin"), false);
            case "verify" -> shop.verify(request.words());
            default -> throw Failure.misuse("there is no command '" + request.command() + "'; --help lists all.");
        }
    }
}
