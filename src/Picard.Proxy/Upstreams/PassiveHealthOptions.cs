using Picard.Proxy;

namespace Picard;

/// <summary>When a destination is taken out because of what requests to it come to, and when it is tried again (<see cref="UpstreamOptions.PassiveHealth"/>).</summary>
/// <remarks>A failure is a fault of the destination: no connection, a time limit, a broken response, a status that the gateway counts. That a client left is none.</remarks>
public sealed class PassiveHealthOptions
{
    /// <summary>Failures in a row, within <see cref="Window"/>, that take a destination out. Default 3: one may be a single broken connection, and a destination that is gone is noticed within three requests. HAProxy's <c>fall</c> is 3 too.</summary>
    public int ConsecutiveFailures { get; init; } = 3;

    /// <summary>The share of failures within <see cref="Window"/> that takes a destination out, above 0 and up to 1. Default 0.5, as Hystrix had it: what fails more often than it succeeds is no help.</summary>
    public double FailureRate { get; init; } = 0.5;

    /// <summary>Requests within <see cref="Window"/> before <see cref="FailureRate"/> counts. Default 20, as Hystrix had it: of fewer, half is chance.</summary>
    public int MinimumRequests { get; init; } = 20;

    /// <summary>How long failures are remembered. Default 10 s, the interval of Envoy's outlier detection. It begins with a failure, and the first after its end begins another.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a destination is out before one request is let through to it: a success brings it back. Default 10 s, as the <c>fail_timeout</c> of nginx.</summary>
    public TimeSpan ReactivationTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time out: it doubles each time the request that is let through fails, and where the destination did not last for as long as it had been out. Default 5 minutes, as Envoy's <c>max_ejection_time</c>.</summary>
    public TimeSpan MaxReactivationTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <exception cref="OptionException">An option cannot be kept; the text names it.</exception>
    internal void Validate()
    {
        OptionRule.AtLeast(ConsecutiveFailures, 1, nameof(PassiveHealthOptions), nameof(ConsecutiveFailures));
        OptionRule.AtLeast(MinimumRequests, 1, nameof(PassiveHealthOptions), nameof(MinimumRequests));
        OptionRule.Positive(Window, nameof(PassiveHealthOptions), nameof(Window));
        OptionRule.Positive(ReactivationTime, nameof(PassiveHealthOptions), nameof(ReactivationTime));
        OptionRule.Positive(MaxReactivationTime, nameof(PassiveHealthOptions), nameof(MaxReactivationTime));
        if (FailureRate is not (> 0 and <= 1))
        {
            throw new OptionException($"{nameof(PassiveHealthOptions)}.{nameof(FailureRate)} is {FailureRate}; it must be a share above 0 and up to 1.");
        }

        if (MaxReactivationTime < ReactivationTime)
        {
            throw new OptionException($"{nameof(PassiveHealthOptions)}.{nameof(MaxReactivationTime)} is {MaxReactivationTime}; it must be at least {nameof(ReactivationTime)}, {ReactivationTime}.");
        }
    }
}
