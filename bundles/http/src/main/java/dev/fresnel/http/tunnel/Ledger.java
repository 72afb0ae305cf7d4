package dev.fresnel.http.tunnel;

import dev.fresnel.spi.audit.Audit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request that changes something, or may be answered with values of Secrets. */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger("dev.fresnel.audit");

    private final Supplier<Optional<Audit>> audit;

    Ledger(Supplier<Optional<Audit>> audit) {
        this.audit = audit;
    }

    /** @param status of the answer; 0 = there was none */
    void write(Call call, int status) {
        String word = Deeds.word(call.method(), call.path());
        Optional<Audit> book = audit.get();
        if (book.isPresent()) {
            book.get().write(new Audit.Line(call.principal(), word, call.cluster(), call.path(), result(status), status, detail(call)));
            return;
        }
        LOG.info(
                "{} {} by {} in {}: {}",
                call.method(),
                printable(dry(call) ? call.path() + "?dryRun" : call.path()),
                printable(call.principal().toString()),
                printable(call.cluster()),
                status);
    }

    private static Map<String, Object> detail(Call call) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("method", call.method());
        if (dry(call)) {
            detail.put("dryRun", true);
        }
        return detail;
    }

    private static boolean dry(Call call) {
        return call.query().contains("dryRun=");
    }

    private static Audit.Result result(int status) {
        if (status == 401 || status == 403) {
            return Audit.Result.REFUSED;
        }
        return status >= 100 && status < 400 ? Audit.Result.OK : Audit.Result.FAILED;
    }

    /** One line stays one line. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    }
}
