namespace Picard.Http.Fuzz;

/// <summary>Reads requests and remembers the largest of what was accepted.</summary>
internal sealed class MeasuredRequestRecorder(HttpLimits limits) : RequestRecorder(limits)
{
    public int LongestHead { get; private set; }

    public int MostFields { get; private set; }

    public int MostTrailers { get; private set; }

    public override void Begin()
    {
        (LongestHead, MostFields, MostTrailers) = (0, 0, 0);
        base.Begin();
    }

    protected override bool EndMessage()
    {
        LongestHead = Math.Max(LongestHead, Request.HeadBytes);
        MostFields = Math.Max(MostFields, Request.Head.Fields.Count);
        MostTrailers = Math.Max(MostTrailers, Request.Trailers.Count);
        return base.EndMessage();
    }
}
