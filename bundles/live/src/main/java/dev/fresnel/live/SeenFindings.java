package dev.fresnel.live;

import dev.fresnel.api.diagnosis.Finding;
import dev.fresnel.api.diagnosis.Findings;
import dev.fresnel.api.diagnosis.Rule;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import dev.fresnel.live.function.Functions;
import dev.fresnel.live.function.Round;
import dev.fresnel.spi.switchboard.Switchboard;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What all rules find in what a caller sees; a finding whose evidence the caller does not see in whole is none. */
@Component
public final class SeenFindings implements Findings {
    private final Functions<Rule, Finding> functions;

    @Activate
    public SeenFindings(@Reference Switchboard board) {
        this.functions = new Functions<>(board, Rule.class, Rule::reads, Rule::findings);
    }

    @Override
    public Answer<List<Finding>> findings(View view, String namespace) {
        var round = new Round(StoreView.sight(view), namespace);
        List<Finding> found = functions.all(round).stream()
                .map(result -> owned(result.plugin(), result.value()))
                .filter(finding -> round.sees(finding.about()) && finding.evidence().stream().allMatch(one -> round.sees(one.object())))
                .sorted(Comparator.comparing(Finding::state).thenComparing(finding -> finding.about().name()))
                .toList();
        return found.isEmpty() ? round.<List<Finding>>notYet().orElse(new Answer.Known<>(found, Instant.now())) : new Answer.Known<>(found, Instant.now());
    }

    private static Finding owned(String plugin, Finding finding) {
        return new Finding(plugin + "/" + finding.rule(), finding.about(), finding.state(), finding.text(), finding.evidence(), finding.remedies());
    }
}
