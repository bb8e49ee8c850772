namespace Picard.Http.Fuzz;

/// <summary>The recorders of one set of limits, made once and used for every input.</summary>
internal sealed class FuzzSideTargets(HttpLimits limits)
{
    private readonly MeasuredRequestRecorder _requests = new(limits);
    private readonly RequestRecorder _requestsAgain = new(limits);
    private readonly ResponseRecorder _responses = new(limits, FuzzTarget.RequestMethods);
    private readonly ResponseRecorder _responsesAgain = new(limits, FuzzTarget.RequestMethods);

    /// <summary>Reads requests and writes them again.</summary>
    public RequestRewriter Rewriter { get; } = new(limits);

    /// <summary>Reads what was written again: chunk-sizes and spaces may differ in length, so the limits are those of a default server.</summary>
    public RequestRecorder Again { get; } = new(new HttpLimits());

    /// <summary>The recorder that reads the whole input, and the one that reads it in pieces.</summary>
    public (MessageRecorder First, MessageRecorder Second) Of(FuzzSide side) =>
        side == FuzzSide.Requests ? (_requests, _requestsAgain) : (_responses, _responsesAgain);

    /// <summary>Checks that nothing larger than the limits was accepted or is kept.</summary>
    public void CheckLimits(MessageRecorder recorder, FuzzSide side)
    {
        // The start-line and its CRLF, the field section, and the empty line that ends it.
        var startLine = side == FuzzSide.Requests ? limits.MaxRequestLineBytes : limits.MaxStatusLineBytes;
        var longest = startLine + 2 + limits.MaxFieldSectionBytes + 2;
        if (recorder.LongestWait > longest + 2)
        {
            throw new FuzzException($"{recorder.LongestWait} octets of a head are awaited further; the limits allow {longest}.");
        }

        if (side == FuzzSide.Requests && (_requests.LongestHead > longest || _requests.MostFields > limits.MaxFieldLines || _requests.MostTrailers > limits.MaxTrailerLines))
        {
            throw new FuzzException($"A head of {_requests.LongestHead} octets, {_requests.MostFields} fields and {_requests.MostTrailers} trailers was accepted.");
        }
    }
}
