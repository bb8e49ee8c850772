using Picard.Client;

namespace Picard;

/// <summary>Gets the events of one exchange. The generator implements it for classes marked <see cref="ResponseHandlerAttribute"/>: an event that they have no method for does nothing.</summary>
/// <remarks>The events are serial. Where one returns a task, nothing more is delivered, and nothing read from the server, until that completes.</remarks>
public interface IResponseHandler
{
    /// <summary>Whether the request event writes the content of the request.</summary>
    bool WritesContent => false;

    /// <summary>The first of all: whom the handler speaks to.</summary>
    /// <param name="upstream">The server of the exchange.</param>
    void Attach(Upstream upstream)
    {
    }

    /// <summary>The server is connected and content may be written.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>What became of the handler's writes; the driver knows it already.</returns>
    ValueTask<Flow> RequestAsync(UpstreamEvent argument) => ResponseEvent.Delivered();

    /// <summary>The head of the final response is there.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns><see cref="Flow.Paused"/>: no content until <see cref="Upstream.Resume"/>. <see cref="Flow.Closed"/>: none at all, the exchange is aborted.</returns>
    ValueTask<Flow> ResponseAsync(ReceivedHead argument) => ResponseEvent.Delivered();

    /// <summary>A piece of the response's content is there.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>As for <see cref="ResponseAsync"/>.</returns>
    ValueTask<Flow> ContentAsync(ReceivedContent argument) => ResponseEvent.Delivered();

    /// <summary>The response has a trailer section.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>It says nothing here.</returns>
    ValueTask<Flow> TrailersAsync(ReceivedTrailers argument) => ResponseEvent.Delivered();

    /// <summary>The response is complete.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>It says nothing here.</returns>
    ValueTask<Flow> EndAsync(UpstreamEvent argument) => ResponseEvent.Delivered();

    /// <summary>The server does not take what is written as fast as it comes.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>It says nothing here.</returns>
    ValueTask<Flow> PauseAsync(UpstreamEvent argument) => ResponseEvent.Delivered();

    /// <summary>The server has taken what was written.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>What became of the handler's writes; the driver knows it already.</returns>
    ValueTask<Flow> ResumeAsync(UpstreamEvent argument) => ResponseEvent.Delivered();

    /// <summary>Somebody has called <see cref="Signal.Set"/>.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>It says nothing here.</returns>
    ValueTask<Flow> SignalAsync(UpstreamEvent argument) => ResponseEvent.Delivered();

    /// <summary>The exchange is complete and its connection given back. The last event.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>It says nothing here.</returns>
    ValueTask<Flow> DoneAsync(UpstreamEvent argument) => ResponseEvent.Delivered();

    /// <summary>The exchange has failed. The last event.</summary>
    /// <param name="argument">What the event brings.</param>
    /// <returns>It says nothing here.</returns>
    ValueTask<Flow> AbortAsync(ReceivedFault argument) => ResponseEvent.Delivered();
}
