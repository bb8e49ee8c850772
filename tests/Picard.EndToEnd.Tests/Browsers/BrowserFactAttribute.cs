namespace Picard.EndToEnd.Tests.Browsers;

/// <summary>A fact about a page in Chromium. On a machine without one it cannot be told, which the report says; <c>.ci/run</c> accepts that there, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = $"No browser: none of {string.Join(", ", Chromium.Names)} is on the PATH.";
        }
    }
}
