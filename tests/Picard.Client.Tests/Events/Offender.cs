namespace Picard.Client.Tests;

/// <summary>Breaks a rule of writing in its request event.</summary>
[ResponseHandler]
internal sealed partial class Offender(string what)
{
    [OnRequest]
    private void Begin()
    {
        switch (what)
        {
            case "long":
                Upstream.Write("four");
                break;
            case "short":
                Upstream.Write("1");
                Upstream.Complete();
                break;
            case "twice":
                Upstream.Write("123");
                Upstream.Complete();
                Upstream.Complete();
                break;
            case "large":
                Upstream.Write(new byte[32_769]);
                break;
            case "flood":
                while (Upstream.Write(new byte[1000]) != Flow.Closed)
                {
                }

                break;
        }
    }
}
