package dev.fresnel.kubernetes.cluster;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.credential.Credential;
import dev.fresnel.kubernetes.credential.Proof;
import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.spi.transport.Address;
import dev.fresnel.spi.transport.Way;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way of one request whose bytes somebody else carries. */
final class ClusterWay implements Way {
    private final Cluster cluster;
    private final Credential credential;
    private final Proof proof;
    private final Link link;

    ClusterWay(Cluster cluster, Credential credential, Proof proof, Link link) {
        this.cluster = cluster;
        this.credential = credential;
        this.proof = proof;
        this.link = link;
        link.begins();
    }

    @Override
    public Address address() {
        return link.address();
    }

    @Override
    public String prefix() {
        return link.prefix();
    }

    @Override
    public Map<String, List<String>> identity() {
        return link.identity(proof);
    }

    @Override
    public String agent() {
        return link.agent();
    }

    @Override
    public boolean renewable() {
        return credential.renewable();
    }

    @Override
    public Optional<Way> renewed() {
        return cluster.renewed(credential, proof);
    }

    @Override
    public void answered() {
        cluster.answered();
    }

    @Override
    public Problem failed(Throwable cause) {
        return cluster.judged(link.problem(cause), credential);
    }

    @Override
    public void over() {
        link.ends();
    }
}
