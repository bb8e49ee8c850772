namespace Picard.Middleware.Tests;

[Application, Use<IpFilter>]
public partial class FilteredApplication;

[Application, Use<ForwardedFields>, Use<IpFilter>]
public partial class ProxiedFilteredApplication;

[Handler(Application = typeof(FilteredApplication))]
public partial class Filtered
{
    [Get("/")] private static string Get() => "in";
}

[Handler(Application = typeof(ProxiedFilteredApplication))]
public partial class ProxiedFiltered
{
    [Get("/")] private static string Get() => "in";
}
