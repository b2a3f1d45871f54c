<?php
// The login form starts with the service that most compose files call their database by.
if (!isset($_GET['username']) && !isset($_GET['server'], $_GET['pgsql']) && empty($_POST['auth'])) {
    $_GET['server'] = getenv('ADMINER_DEFAULT_SERVER') ?: 'db';
}
require '/usr/share/adminer/adminer.php';
