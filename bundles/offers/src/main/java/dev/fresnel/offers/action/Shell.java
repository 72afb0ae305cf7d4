package dev.fresnel.offers.action;

import dev.fresnel.api.kube.ObjectRef;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code kubectl} command that does the same as a step. */
final class Shell {
    private static final Map<String, String> TYPES = Map.of(
            "application/merge-patch+json", "merge", "application/strategic-merge-patch+json", "strategic", "application/json-patch+json", "json");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");
    private static final Pattern GRACE = Pattern.compile("\"gracePeriodSeconds\":(\\d+)");

    private Shell() {}

    static String of(Step step) {
        ObjectRef target = step.target();
        if (target.kind().id().equals("secrets")) {
            return ""; // its body holds values
        }
        String where = target.namespace().isEmpty() ? "" : " -n " + target.namespace();
        String object = plain(target.kind().id() + "/" + target.name()) + where;
        if (step.method().equals("DELETE")) {
            return "kubectl delete " + object + options(step.body());
        }
        if (step.method().equals("POST")) {
            String raw = step.subresource().isEmpty() ? "kubectl create -f -" : "kubectl create --raw " + plain(Upstream.path(target, step.subresource())) + " -f -";
            return "echo " + quoted(step.body()) + " | " + raw;
        }
        if (step.contentType().startsWith("application/apply")) {
            String force = step.query().contains("force=true") ? " --force-conflicts" : "";
            return "echo " + quoted(step.body()) + " | kubectl apply --server-side --field-manager=fresnel" + force + " -f -";
        }
        String part = step.subresource().isEmpty() ? "" : " --subresource=" + step.subresource();
        return "kubectl patch " + object + part + " --type=" + TYPES.get(step.contentType()) + " -p " + quoted(step.body());
    }

    private static String options(String body) {
        String cascade = body.contains("\"Foreground\"") ? " --cascade=foreground" : body.contains("\"Orphan\"") ? " --cascade=orphan" : "";
        Matcher grace = GRACE.matcher(body);
        String seconds = grace.find() ? " --grace-period=" + grace.group(1) + (grace.group(1).equals("0") ? " --force" : "") : "";
        return cascade + seconds;
    }

    /** As it is where every shell takes it so; names of roles may hold anything. */
    private static String plain(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text);
    }

    /** For any POSIX shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
